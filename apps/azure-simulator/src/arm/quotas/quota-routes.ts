import type { Simulation } from '../../simulation.js';
import type { ArmResourceType } from '../arm-request.js';
import { locationOf } from '../locations.js';
import { vmFamilies } from '../vm-sizes/vm-sizes.js';
import { machineLearningVersions } from '../workspaces/workspace-routes.js';
import { familyName } from './family-names.js';
import { familyOf, listUsages } from './list-usages.js';
import { updateQuotas } from './update-quotas.js';

const location =
  '/subscriptions/{subscriptionId}/providers/Microsoft.MachineLearningServices/locations/{location}';

/** Usages and quotas of a subscription in a region (docs/azure-facts.md#usages). */
export function quotaRoutes(simulation: Simulation): ArmResourceType {
  return {
    type: 'Microsoft.MachineLearningServices/locations/quotas',
    apiVersions: machineLearningVersions,
    routes: [
      {
        method: 'GET',
        path: `${location}/usages`,
        handle: ({ parameters }) => ({
          status: 200,
          body: { value: listUsages(simulation, parameters.subscriptionId, parameters.location) },
        }),
      },
      {
        method: 'GET',
        path: `${location}/quotas`,
        handle: ({ parameters }) => ({
          status: 200,
          body: { value: listQuotas(simulation, parameters.subscriptionId, parameters.location) },
        }),
      },
      {
        method: 'POST',
        path: `${location}/updateQuotas`,
        handle: (request) => updateQuotas(simulation, request),
      },
    ],
  };
}

function listQuotas(
  { quotas, workspaces }: Simulation,
  subscriptionId: string,
  place: string,
): object[] {
  const region = locationOf(place, 'locations/quotas');
  const limits = quotas.limitsOf(subscriptionId, region);
  const families = vmFamilies.map((family) =>
    viewQuota(
      `/subscriptions/${subscriptionId}`,
      'vmFamily',
      family,
      limits.families[family] ?? limits.familyCores,
    ),
  );
  const ofWorkspaces = [...quotas.workspaceLimitsIn(subscriptionId, region)].flatMap(
    ({ workspaceKey, family, limit }) => {
      const id = workspaces.findById(workspaceKey)?.id;
      const name = familyOf(family);
      return id && name ? [viewQuota(id, 'workspaces', name, limit)] : [];
    },
  );
  return [...families, ...ofWorkspaces];
}

function viewQuota(scope: string, level: string, family: string, limit: number): object {
  const { display, segment } = familyName(family, 'Dedicated');
  return {
    id: `${scope}/quotas/${segment}`,
    type: `Microsoft.MachineLearningServices/${level}/quotas`,
    limit,
    unit: 'Count',
    name: { value: display, localizedValue: display },
  };
}
