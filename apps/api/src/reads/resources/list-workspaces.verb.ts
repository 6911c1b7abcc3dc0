import { ok } from '#libs/kernel';
import { permittedTeams } from '#libs/tenants';
import { optional, read } from '#libs/verbs';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';
import { readResources } from './read-resources.repository.js';
import { groupedOf, workspaceFilter } from './resource.filter.js';
import type { ResourceShow } from '../pages/shown.js';

const list: List = { name: 'workspaces', key: 'id', hasNames: true };

export const workspaces = read({
  name: list.name,
  noun: 'workspace',
  summary: 'Workspaces you may see, newest first.',
  input: pageInput(list, { filter: optional(workspaceFilter).describe('Which ones.') }),
  example: { first: 20, filter: { nameContains: 'vision' } },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'Workspace', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input, show: ResourceShow | undefined) => {
    const query = {
      visible: permittedTeams(context),
      ...groupedOf('WORKSPACE', input.filter),
      show,
    };
    return ok(await readResources(pool, query, pageIn(input)));
  },
});
