import { ok } from '#libs/kernel';
import { permittedTeams } from '#libs/tenants';
import { optional, read } from '#libs/verbs';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';
import { readResources } from './read-resources.repository.js';
import { resourceGroupFilter, resourceGroupsOf } from './resource.filter.js';
import type { ResourceShow } from '../pages/shown.js';

const list: List = { name: 'resourceGroups', key: 'id', hasNames: true };

export const resourceGroups = read({
  name: list.name,
  noun: 'resource group',
  summary: 'Resource groups you may see, newest first.',
  input: pageInput(list, { filter: optional(resourceGroupFilter).describe('Which ones.') }),
  example: { first: 20, filter: { locations: ['eastus', 'westeurope'] } },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'ResourceGroup', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input, show: ResourceShow | undefined) => {
    const query = { visible: permittedTeams(context), ...resourceGroupsOf(input.filter), show };
    return ok(await readResources(pool, query, pageIn(input)));
  },
});
