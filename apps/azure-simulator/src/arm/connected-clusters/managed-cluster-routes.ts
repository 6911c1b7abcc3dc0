import { armIdKey, resourceGroupId } from '#libs/kernel';
import type { Simulation } from '../../simulation.js';
import { resourceNotFound } from '../arm-error.js';
import type { ArmAnswer, ArmRequest, ArmResourceType, PathParameters } from '../arm-request.js';
import { pageOf } from '../paging.js';
import type { ConnectedClusterRecord } from './connected-cluster-record.js';
import { managedClusterType } from './connected-clusters.js';
import { viewManagedCluster } from './view-managed-cluster.js';

const provider = `providers/${managedClusterType}`;
const inGroup = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/${provider}`;

/** AKS clusters, to be read only: they are made over the control endpoint (SPEC Microsoft.ContainerService 2024-09-01). */
export function managedClusterRoutes(simulation: Simulation): ArmResourceType {
  const { groups, connectedClusters } = simulation;
  return {
    type: managedClusterType,
    apiVersions: ['2024-09-01', '2023-05-01'],
    routes: [
      {
        method: 'GET',
        path: `${inGroup}/{clusterName}`,
        handle: ({ parameters }) => {
          groups.get(parameters);
          return { status: 200, body: viewManagedCluster(get(simulation, parameters)) };
        },
      },
      {
        method: 'GET',
        path: inGroup,
        handle: (request) => {
          const group = groups.get(request.parameters);
          return answerPage(request, connectedClusters.managedInGroup(armIdKey(group.id)));
        },
      },
      {
        method: 'GET',
        path: `/subscriptions/{subscriptionId}/${provider}`,
        handle: (request) => {
          const { subscriptionId } = request.parameters;
          return answerPage(request, connectedClusters.managedInSubscription(subscriptionId));
        },
      },
    ],
  };
}

function get(
  { connectedClusters }: Simulation,
  { subscriptionId, resourceGroupName, clusterName }: PathParameters,
): ConnectedClusterRecord {
  const group = resourceGroupId(subscriptionId, resourceGroupName);
  const record = connectedClusters.findById(`${group}/${provider}/${clusterName}`);
  if (record) return record;
  throw resourceNotFound(`${managedClusterType}/${clusterName}`, resourceGroupName);
}

function answerPage(request: ArmRequest, all: readonly ConnectedClusterRecord[]): ArmAnswer {
  const { items, nextLink } = pageOf(request, all);
  const value = items.map(viewManagedCluster);
  return { status: 200, body: nextLink === undefined ? { value } : { value, nextLink } };
}
