import { armIdKey } from '#libs/kernel';
import type { Simulation } from '../../simulation.js';
import type { ArmAnswer, ArmRequest, ArmResourceType } from '../arm-request.js';
import { pageOf } from '../paging.js';
import { deleteDependency, getDependency, patchDependency } from './delete-dependency.js';
import { deletedLogAnalyticsRoutes, deletedVaultRoutes } from './deleted-dependency-routes.js';
import type { DependencyRecord } from './dependency-record.js';
import { viewDependency } from './view-dependency.js';
import type { DependencyType } from './dependency-type.js';
import { dependencyTypes } from './dependency-types.js';
import { nameAvailabilityRoutes } from './name-availability.js';
import { putDependency } from './put-dependency.js';

/** What workspaces lean on (docs/azure-facts.md#what-workspaces-lean-on). */
export const dependencyRoutes = (simulation: Simulation): ArmResourceType[] => [
  ...dependencyTypes.map((kind) => routesOf(simulation, kind)),
  ...nameAvailabilityRoutes(simulation),
  deletedVaultRoutes(simulation),
  deletedLogAnalyticsRoutes(simulation),
];

function routesOf(simulation: Simulation, kind: DependencyType): ArmResourceType {
  const { groups, dependencies } = simulation;
  const provider = `providers/${kind.type}`;
  const inGroup = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/${provider}`;
  const one = `${inGroup}/{dependencyName}`;
  return {
    type: kind.type,
    apiVersions: kind.apiVersions,
    routes: [
      {
        method: 'GET',
        path: one,
        handle: (request) => ({
          status: 200,
          body: viewDependency(kind, getDependency(simulation, kind, request)),
        }),
      },
      {
        method: 'GET',
        path: inGroup,
        handle: (request) => {
          const group = groups.get(request.parameters);
          return answerPage(kind, request, dependencies.inGroup(armIdKey(group.id), kind.type));
        },
      },
      {
        method: 'GET',
        path: `/subscriptions/{subscriptionId}/${provider}`,
        handle: (request) =>
          answerPage(
            kind,
            request,
            dependencies.inSubscription(request.parameters.subscriptionId, kind.type),
          ),
      },
      { method: 'PUT', path: one, handle: (request) => putDependency(simulation, kind, request) },
      {
        method: 'PATCH',
        path: one,
        handle: (request) => patchDependency(simulation, kind, request),
      },
      {
        method: 'DELETE',
        path: one,
        handle: (request) => deleteDependency(simulation, kind, request),
      },
    ],
  };
}

function answerPage(
  kind: DependencyType,
  request: ArmRequest,
  all: readonly DependencyRecord[],
): ArmAnswer {
  const { items, nextLink } = pageOf(request, all);
  const value = items.map((record) => viewDependency(kind, record));
  return { status: 200, body: nextLink === undefined ? { value } : { value, nextLink } };
}
