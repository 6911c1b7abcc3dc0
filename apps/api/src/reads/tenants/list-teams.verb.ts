import { z } from 'zod';
import { ok } from '#libs/kernel';
import { permittedTeams } from '#libs/tenants';
import { exampleId, gql, idOf, optional, read } from '#libs/verbs';
import { anyOf, createdFields, nameFields } from '../pages/filter-fields.js';
import { given } from '../pages/given.js';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';
import { readTeamPage } from './read-team-page.repository.js';

const list: List = { name: 'teams', key: 'id', hasNames: true };

const filterSchema = z
  .strictObject({
    ...nameFields,
    costCenters: anyOf(z.string()).describe('Exactly one of these cost centres.'),
    ...createdFields,
  })
  .register(gql, { type: 'TeamFilter', description: 'All that are named must hold.' });

export const teams = read({
  name: list.name,
  noun: 'team',
  summary: 'Teams you may see, newest first.',
  input: pageInput(list, { filter: optional(filterSchema).describe('Which ones.') }),
  example: { first: 20, filter: { nameStartsWith: 'vision' } },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'Team', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input) => {
    const query = { ...given(input.filter ?? {}), visible: permittedTeams(context) };
    return ok(await readTeamPage(pool, query, pageIn(input)));
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
