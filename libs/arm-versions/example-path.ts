import type { ArmOperation, TypeName } from './arm-operations.js';

const machineLearning = 'Microsoft.MachineLearningServices';

/** A resource of each type, below its subscription. */
const paths: Readonly<Record<TypeName, string>> = {
  subscriptions: '',
  resourceGroups: '/resourceGroups/g',
  resources: '/resourceGroups/g/resources/all',
  permissions: '/providers/Microsoft.Authorization/permissions/all',
  locks: '/providers/Microsoft.Authorization/locks/l',
  connectedClusters: '/resourceGroups/g/providers/Microsoft.Kubernetes/connectedClusters/c',
  managedClusters: '/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c',
  extensions:
    '/resourceGroups/g/providers/Microsoft.Kubernetes/connectedClusters/c/providers/Microsoft.KubernetesConfiguration/extensions/e',
  providers: `/providers/${machineLearning}`,
  storageAccounts: '/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/s',
  vaults: '/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v',
  deletedVaults: '/providers/Microsoft.KeyVault/locations/eastus/deletedVaults/v',
  components: '/resourceGroups/g/providers/Microsoft.Insights/components/i',
  logAnalytics: '/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/l',
  registries: '/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/r',
  workspaces: `/resourceGroups/g/providers/${machineLearning}/workspaces/ws1`,
  computes: `/resourceGroups/g/providers/${machineLearning}/workspaces/ws1/computes/cpu`,
  usages: `/providers/${machineLearning}/locations/eastus/usages/all`,
  quotas: `/providers/${machineLearning}/locations/eastus/quotas/all`,
  vmSizes: `/providers/${machineLearning}/locations/eastus/vmSizes/all`,
};

/** What a call is made of in `subscriptionId`, of names that say nothing: a resource, or a collection where it lists. */
export function exampleOf(
  operation: ArmOperation,
  subscriptionId: string,
): { path: string; verb: string } {
  const [type, verb] = operation.split('/') as [TypeName, string];
  const one = `/subscriptions/${subscriptionId}${paths[type]}`;
  return { path: verb === 'list' ? one.slice(0, one.lastIndexOf('/')) : one, verb };
}
