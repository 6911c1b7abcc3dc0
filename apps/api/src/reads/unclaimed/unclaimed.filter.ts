import { z } from 'zod';
import { gql, uuidField } from '#libs/verbs';
import { anyOf, dateField, nameFields } from '../pages/filter-fields.js';
import { given } from '../pages/given.js';
import type { UnclaimedQuery } from './read-unclaimed.repository.js';

const kind = z.enum(['RESOURCE_GROUP', 'WORKSPACE']).register(gql, { type: 'UnclaimedKind' });

export const unclaimedFilter = z
  .strictObject({
    kinds: anyOf(kind).describe('Any of these kinds.'),
    subscriptionIds: anyOf(uuidField()).describe('In any of these Azure subscriptions.'),
    locations: anyOf(z.string()).describe('Any of these Azure regions, written in either way.'),
    ...nameFields,
    foundFrom: dateField.describe('First found at or after.'),
    foundTo: dateField.describe('First found before.'),
  })
  .register(gql, { type: 'UnclaimedFilter', description: 'All that are named must hold.' });

/** What the filter lets through, of one subscription where that is named beside it. */
export const unclaimedOf = (
  filter: z.output<typeof unclaimedFilter> | null,
  subscriptionId: string | null,
): Partial<UnclaimedQuery> => given({ ...filter, subscriptionId });
