import { ok } from '#libs/kernel';
import { permittedTeams } from '#libs/tenants';
import { exampleId, read } from '#libs/verbs';
import { narrowingId } from '../pages/filter-fields.js';
import { given } from '../pages/given.js';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';
import { readPolicies } from './read-policies.repository.js';

const list: List = { name: 'policies', key: 'id' };

export const policies = read({
  name: list.name,
  noun: 'policy',
  summary: "Rules of the house you may see, newest first: the platform's, and those of your teams.",
  input: pageInput(list, {
    teamId: narrowingId('Team').describe('Those of this team alone.'),
  }),
  example: { first: 20, teamId: exampleId('Team') },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'Policy', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input) => {
    const query = { ...given({ teamId: input.teamId }), visible: permittedTeams(context) };
    return ok(await readPolicies(pool, query, pageIn(input)));
  },
});
