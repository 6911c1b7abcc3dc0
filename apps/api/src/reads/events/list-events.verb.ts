import { z } from 'zod';
import { ok } from '#libs/kernel';
import { permittedTeams } from '#libs/tenants';
import { optional, read } from '#libs/verbs';
import { wrongSize } from '../pages/list.js';
import type { ReadDeps } from '../read-deps.js';
import { eventFilter, narrowedTo } from './event.filter.js';
import { afterEvent, eventList, oldestFirst } from './event-place.input.js';
import { readEvents } from './read-events.repository.js';

const input = z
  .strictObject({
    first: optional(z.int().meta({ minimum: 1, maximum: 100 })).describe('How many, 1 to 100.'),
    after: afterEvent.describe(
      'The sequence of the event to go on behind, or a cursor; absent: from the first.',
    ),
    filter: optional(eventFilter).describe('Which ones.'),
  })
  .superRefine(({ first }, context) => {
    const wrong = wrongSize(first, undefined);
    if (wrong) context.addIssue({ code: 'custom', message: wrong.message, path: [wrong.field] });
  });

export const events = read({
  name: eventList.name,
  noun: 'event',
  summary:
    'What happened to what you may see, in the order of its numbers. None comes in before one that was read.',
  input,
  example: {
    first: 20,
    after: '0',
    filter: { types: ['OPERATION_SUCCEEDED', 'OPERATION_FAILED'] },
  },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'Event', as: 'page' },
  run: async ({ pool, number }: ReadDeps, context, { first, after, filter }) => {
    await number();
    const query = { ...narrowedTo(filter), visible: permittedTeams(context) };
    const page = {
      order: oldestFirst,
      ...(first !== null && { first }),
      ...(after !== null && { after: { key: after } }),
    };
    return ok(await readEvents(pool, query, page));
  },
});
