import { z } from 'zod';
import { enumValue, eventTypes, subjectNodes, typeOfValue } from '#libs/events';
import { gql, optional } from '#libs/verbs';
import { given } from '../pages/given.js';
import { anyOf, narrowingId, narrowingIds } from '../pages/filter-fields.js';

const type = z
  .enum(eventTypes.map((one) => enumValue(one.type)))
  .register(gql, { type: 'EventType' });

export const eventFilter = z
  .strictObject({
    type: optional(type).describe('What happened.'),
    types: anyOf(type).describe('Any of what may have happened.'),
    subjectId: narrowingId(...subjectNodes).describe('What it happened to.'),
    subjectIds: narrowingIds(...subjectNodes).describe('Any of what it may have happened to.'),
    teamId: narrowingId('Team').describe('Whose it is.'),
    teamIds: narrowingIds('Team').describe('Any of those whose it may be.'),
  })
  .register(gql, { type: 'EventFilter', description: 'All that are named must hold.' });

/** What a filter narrows the feed to. */
export const narrowedTo = (filter: z.output<typeof eventFilter> | null) => {
  if (filter === null) return {};
  const { type: one, types, ...rest } = given(filter);
  return {
    ...rest,
    ...(one && { type: typeOfValue(one) }),
    ...(types && { types: types.map(typeOfValue) }),
  };
};
