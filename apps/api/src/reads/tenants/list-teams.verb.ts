import { z } from 'zod';
import { ok } from '#libs/kernel';
import { permittedTeams, readTeams } from '#libs/tenants';
import { exampleId, idOf, read } from '#libs/verbs';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';

const list: List = { name: 'teams', key: 'id' };

export const teams = read({
  name: list.name,
  noun: 'team',
  summary: 'Teams you may see, newest first.',
  input: pageInput(list, {}),
  example: { first: 20 },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'Team', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input) => {
    const { first = 100, after } = pageIn(input);
    const rows = await readTeams(pool, permittedTeams(context), first + 1, after);
    return ok({
      rows: rows.slice(0, first),
      hasNextPage: rows.length > first,
      hasPreviousPage: after !== undefined,
    });
  },
});

export const team = read({
  name: 'team',
  noun: 'team',
  summary: 'One team; null where you may see none.',
  input: z.strictObject({ id: idOf('Team').describe('Its id.') }),
  example: { id: exampleId('Team') },
  target: 'id',
  permission: 'view',
  effect: 'read',
  answer: { type: 'Team', as: 'found' },
  run: async ({ find }: ReadDeps, _context, { id }) => ok(await find('Team', id)),
});
