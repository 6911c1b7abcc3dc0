import type { Simulation } from '../../simulation.js';
import type { ArmResourceType } from '../arm-request.js';
import { resourceManagerVersions } from '../resource-manager-versions.js';
import { listResources } from './list-resources.js';

const inSubscription = '/subscriptions/{subscriptionId}';

/** Lists over all types of resources, of a subscription and of a group. */
export function genericResourceRoutes(simulation: Simulation): ArmResourceType {
  return {
    type: 'Microsoft.Resources/resources',
    apiVersions: resourceManagerVersions,
    routes: [
      {
        method: 'GET',
        path: `${inSubscription}/resources`,
        handle: (request) =>
          listResources(simulation, request, `/subscriptions/${request.parameters.subscriptionId}`),
      },
      {
        method: 'GET',
        path: `${inSubscription}/resourceGroups/{resourceGroupName}/resources`,
        handle: (request) =>
          listResources(simulation, request, simulation.groups.get(request.parameters).id),
      },
    ],
  };
}
