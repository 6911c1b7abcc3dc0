import { ok } from '#libs/kernel';
import { permittedTeams } from '#libs/tenants';
import { optional, read } from '#libs/verbs';
import type { List } from '../pages/list.js';
import { fromTheEnd, pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';
import { readResources } from './read-resources.repository.js';
import { computeFilter, computesOf } from './resource.filter.js';
import type { ResourceShow } from '../pages/shown.js';

const list: List = { name: 'computes', key: 'id', hasNames: true };

const inputSchema = pageInput(list, {
  ...fromTheEnd(list),
  filter: optional(computeFilter).describe('Which ones.'),
});

export const computes = read({
  name: list.name,
  noun: 'compute',
  summary: 'Computes you may see, newest first.',
  input: inputSchema,
  example: { first: 20, filter: { managed: false } },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'Compute', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input, show: ResourceShow | undefined) => {
    const query = { visible: permittedTeams(context), ...computesOf(input.filter), show };
    return ok(await readResources(pool, query, pageIn(input)));
  },
});
