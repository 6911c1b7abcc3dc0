import { z } from 'zod';
import { ok } from '#libs/kernel';
import { connectivityStatuses } from '#libs/kinds/connected-clusters';
import { permittedTeams } from '#libs/tenants';
import { gql, optional, read } from '#libs/verbs';
import { nameContainsField, narrowingId } from '../pages/filter-fields.js';
import { given } from '../pages/given.js';
import type { List } from '../pages/list.js';
import { pageIn, pageInput } from '../pages/page.input.js';
import type { ReadDeps } from '../read-deps.js';
import { readResources } from './read-resources.repository.js';
import type { ResourceShow } from '../pages/shown.js';

const list: List = { name: 'connectedClusters', key: 'id' };

const connectivityStatus = z
  .enum(connectivityStatuses)
  .register(gql, { type: 'ConnectivityStatus' });

const filterSchema = z
  .strictObject({
    resourceGroupId: narrowingId('ResourceGroup').describe('The group that holds it.'),
    teamId: narrowingId('Team').describe('Whose group that is.'),
    connectivityStatus: optional(connectivityStatus).describe('Whether it reaches Azure.'),
    nameContains: nameContainsField,
  })
  .register(gql, { type: 'ConnectedClusterFilter', description: 'All that are named must hold.' });

export const connectedClusters = read({
  name: list.name,
  noun: 'connected cluster',
  summary:
    'Kubernetes clusters that Azure Arc connects, and AKS clusters, in resource groups of your teams, newest first.',
  input: pageInput(list, { filter: optional(filterSchema).describe('Which ones.') }),
  example: { first: 20, filter: { connectivityStatus: 'OFFLINE' } },
  target: null,
  permission: 'view',
  effect: 'read',
  answer: { type: 'ConnectedCluster', as: 'page' },
  run: async ({ pool }: ReadDeps, context, input, show: ResourceShow | undefined) => {
    const { resourceGroupId, ...rest } = input.filter ?? {};
    const query = {
      ...given({
        ...rest,
        parentId: resourceGroupId,
      }),
      visible: permittedTeams(context),
      kinds: ['CONNECTED_CLUSTER'] as const,
      show,
    };
    return ok(await readResources(pool, query, pageIn(input)));
  },
});
