import { pollRoutes } from '../long-running-operations/poll-routes.js';
import type { Simulation } from '../simulation.js';
import type { ArmResourceType } from './arm-request.js';
import { computeRoutes } from './computes/compute-routes.js';
import { viewInstance } from './computes/compute-instance/view-instance.js';
import { viewCompute } from './computes/view-compute.js';
import { connectedClusterRoutes } from './connected-clusters/connected-cluster-routes.js';
import { managedClusterRoutes } from './connected-clusters/managed-cluster-routes.js';
import { viewDependency } from './dependencies/view-dependency.js';
import { dependencyRoutes } from './dependencies/dependency-routes.js';
import { dependencyType } from './dependencies/dependency-types.js';
import { extensionRoutes } from './extensions/extension-routes.js';
import { viewKubernetesCompute } from './kubernetes-computes/kubernetes-compute-record.js';
import { lockRoutes } from './locks/lock-routes.js';
import { genericResourceRoutes } from './generic-resources/generic-resource-routes.js';
import { providerRoutes } from './providers/provider-routes.js';
import { quotaRoutes } from './quotas/quota-routes.js';
import { resourceGroupRoutes } from './resource-groups/resource-group-routes.js';
import {
  permissionRoutes,
  subscriptionRoutes,
  tenantRoutes,
} from './subscriptions/subscription-routes.js';
import { trainingResourceRoutes } from './training-resources/training-resource-routes.js';
import { trainingTypes } from './training-resources/training-resources.js';
import { vmSizeRoutes } from './vm-sizes/vm-size-routes.js';
import { viewWorkspace } from './workspaces/workspace-record.js';
import { newestVersion, workspaceRoutes } from './workspaces/workspace-routes.js';

/** Every resource type there is. A new one is a row here. */
export function resourceTypes(simulation: Simulation): ArmResourceType[] {
  const read = (id: string): unknown => {
    const compute = simulation.computes.findById(id);
    if (compute) return viewCompute(compute);
    const instance = simulation.instances.findById(id);
    if (instance) return viewInstance(instance, newestVersion, simulation.clock.nowMs());
    const attached = simulation.kubernetesComputes.findById(id);
    if (attached) return viewKubernetesCompute(attached);
    const dependency = simulation.dependencies.findById(id);
    if (dependency) return viewDependency(dependencyType(dependency.type), dependency);
    const workspace = simulation.workspaces.findById(id);
    return workspace && viewWorkspace(workspace);
  };
  const types: ArmResourceType[] = [
    subscriptionRoutes(simulation),
    tenantRoutes,
    providerRoutes(simulation, () => types),
    genericResourceRoutes(simulation),
    resourceGroupRoutes(simulation),
    workspaceRoutes(simulation),
    computeRoutes(simulation),
    connectedClusterRoutes(simulation),
    managedClusterRoutes(simulation),
    extensionRoutes(simulation),
    ...dependencyRoutes(simulation),
    ...trainingTypes.map((type) => trainingResourceRoutes(simulation, type)),
    quotaRoutes(simulation),
    vmSizeRoutes(),
    lockRoutes(simulation),
    permissionRoutes(simulation),
    pollRoutes(simulation.operations, read),
  ];
  return types;
}
