import { ok } from '#libs/kernel';
import { permittedTeams } from '#libs/tenants';
import { optional, read } from '#libs/verbs';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';
import { readResources } from './read-resources.repository.js';
import { connectedClusterFilter, groupedOf } from './resource.filter.js';
import type { ResourceShow } from '../pages/shown.js';

const list: List = { name: 'connectedClusters', key: 'id', hasNames: true };

export const connectedClusters = read({
  name: list.name,
  noun: 'connected cluster',
  summary:
    'Kubernetes clusters that Azure Arc connects, and AKS clusters, in resource groups of your teams, newest first.',
  input: pageInput(list, { filter: optional(connectedClusterFilter).describe('Which ones.') }),
  example: { first: 20, filter: { connectivityStatus: 'OFFLINE' } },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'ConnectedCluster', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input, show: ResourceShow | undefined) => {
    const query = {
      visible: permittedTeams(context),
      ...groupedOf('CONNECTED_CLUSTER', input.filter),
      show,
    };
    return ok(await readResources(pool, query, pageIn(input)));
  },
});
