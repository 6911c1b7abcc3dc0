import { z } from 'zod';
import { ok } from '#libs/kernel';
import { permittedTeams } from '#libs/tenants';
import { gql, optional, read } from '#libs/verbs';
import { anyOf, createdFields, narrowingIds } from '../pages/filter-fields.js';
import { given } from '../pages/given.js';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';
import { readPlans } from './read-plans.repository.js';

const list: List = { name: 'plans', key: 'id' };

const filterSchema = z
  .strictObject({
    verbs: anyOf(z.string().max(100)).describe('Any of the mutations that were planned.'),
    targetIds: narrowingIds().describe('Any of what they would change.'),
    teamIds: narrowingIds('Team').describe('Any of the teams that would pay.'),
    createdByIds: narrowingIds('Principal').describe('Any of those who asked.'),
    ...createdFields,
  })
  .register(gql, { type: 'PlanFilter', description: 'All that are named must hold.' });

export const plans = read({
  name: list.name,
  noun: 'plan',
  summary: 'Plans you may see, newest first.',
  input: pageInput(list, { filter: optional(filterSchema).describe('Which ones.') }),
  example: { first: 20, filter: { verbs: ['createComputeCluster'] } },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'Plan', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input) => {
    const query = { ...given(input.filter ?? {}), visible: permittedTeams(context) };
    return ok(await readPlans(pool, query, pageIn(input)));
  },
});
