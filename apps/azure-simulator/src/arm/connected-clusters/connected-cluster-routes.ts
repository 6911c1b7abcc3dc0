import { armIdKey } from '#libs/kernel';
import type { Simulation } from '../../simulation.js';
import type { ArmAnswer, ArmRequest, ArmResourceType } from '../arm-request.js';
import { pageOf } from '../paging.js';
import { viewConnectedCluster, type ConnectedClusterRecord } from './connected-cluster-record.js';
import { connectedClusterType } from './connected-clusters.js';
import {
  deleteConnectedCluster,
  patchConnectedCluster,
  putConnectedCluster,
} from './write-connected-cluster.js';

const provider = `providers/${connectedClusterType}`;
const inGroup = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/${provider}`;

/**
 * Clusters connected through Arc (docs/azure-facts.md#arc-connected-clusters); 2021-10-01 is what the public SDK sends.
 */
export function connectedClusterRoutes(simulation: Simulation): ArmResourceType {
  const { groups, connectedClusters } = simulation;
  const one = `${inGroup}/{clusterName}`;
  return {
    type: connectedClusterType,
    apiVersions: ['2024-01-01', '2021-10-01'],
    routes: [
      {
        method: 'GET',
        path: one,
        handle: (request) => {
          groups.get(request.parameters);
          const record = connectedClusters.get(request.parameters);
          return { status: 200, body: viewConnectedCluster(record, request.nowMs) };
        },
      },
      {
        method: 'GET',
        path: inGroup,
        handle: (request) => {
          const group = groups.get(request.parameters);
          return answerPage(request, connectedClusters.inGroup(armIdKey(group.id)));
        },
      },
      {
        method: 'GET',
        path: `/subscriptions/{subscriptionId}/${provider}`,
        handle: (request) =>
          answerPage(request, connectedClusters.inSubscription(request.parameters.subscriptionId)),
      },
      { method: 'PUT', path: one, handle: (request) => putConnectedCluster(simulation, request) },
      {
        method: 'PATCH',
        path: one,
        handle: (request) => patchConnectedCluster(simulation, request),
      },
      {
        method: 'DELETE',
        path: one,
        handle: (request) => deleteConnectedCluster(simulation, request),
      },
    ],
  };
}

function answerPage(request: ArmRequest, all: readonly ConnectedClusterRecord[]): ArmAnswer {
  const { items, nextLink } = pageOf(request, all);
  const value = items.map((record) => viewConnectedCluster(record, request.nowMs));
  return { status: 200, body: nextLink === undefined ? { value } : { value, nextLink } };
}
