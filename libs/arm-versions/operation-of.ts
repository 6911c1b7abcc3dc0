import { isArmOperation, type ArmOperation, type TypeName } from './arm-operations.js';

/** Resource types, in ARM's own spelling, by the name that their operations have here. */
export const armTypes: Readonly<Record<Exclude<TypeName, 'providers'>, string>> = {
  subscriptions: 'Microsoft.Resources/subscriptions',
  resourceGroups: 'Microsoft.Resources/resourceGroups',
  resources: 'Microsoft.Resources/resources',
  permissions: 'Microsoft.Authorization/permissions',
  locks: 'Microsoft.Authorization/locks',
  connectedClusters: 'Microsoft.Kubernetes/connectedClusters',
  managedClusters: 'Microsoft.ContainerService/managedClusters',
  extensions: 'Microsoft.KubernetesConfiguration/extensions',
  storageAccounts: 'Microsoft.Storage/storageAccounts',
  vaults: 'Microsoft.KeyVault/vaults',
  deletedVaults: 'Microsoft.KeyVault/locations/deletedVaults',
  components: 'Microsoft.Insights/components',
  logAnalytics: 'Microsoft.OperationalInsights/workspaces',
  registries: 'Microsoft.ContainerRegistry/registries',
  workspaces: 'Microsoft.MachineLearningServices/workspaces',
  computes: 'Microsoft.MachineLearningServices/workspaces/computes',
  usages: 'Microsoft.MachineLearningServices/locations/usages',
  quotas: 'Microsoft.MachineLearningServices/locations/quotas',
  vmSizes: 'Microsoft.MachineLearningServices/locations/vmSizes',
};

const typeNames: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(armTypes).map(([name, type]) => [type.toLowerCase(), name]),
);

/** A resource provider itself: `/subscriptions/{s}/providers/Microsoft.X`. */
const isNamespace = (type: string): boolean => /^[a-z0-9]+\.[a-z0-9]+$/.test(type);

/** The type at the end of an ARM path, of a resource or of a collection, lower case. Empty where the path has none. */
export function armTypeOf(path: string): string {
  const provider = path.toLowerCase().split('/providers/').at(-1) ?? '';
  if (/^\/subscriptions\/[^/]+$/.test(provider)) return 'microsoft.resources/subscriptions';
  if (provider === path.toLowerCase()) return typeOfGroupPath(provider);
  const [namespace, ...segments] = provider.split('/');
  return [namespace, ...segments.filter((_, index) => index % 2 === 0)].join('/');
}

/** Resource groups, and what is in one, have no provider in their path. */
function typeOfGroupPath(path: string): string {
  const found = /^\/subscriptions\/[^/]+\/resourcegroups(?:\/[^/]+(?<inside>\/resources)?)?$/.exec(
    path,
  );
  if (!found) return '';
  return `microsoft.resources/${found.groups?.['inside'] ? 'resources' : 'resourcegroups'}`;
}

/**
 * The operation that `verb` on an ARM id or collection path is: `get`, `list`, `put`, `delete`, or the name of a POST
 * action. Throws for one that nobody entered in the table: that is a bug of ours.
 */
export function operationOf(verb: string, path: string): ArmOperation {
  const type = armTypeOf(path);
  const name = `${typeNames[type] ?? (isNamespace(type) ? 'providers' : '')}/${verb}`;
  if (!isArmOperation(name)) throw new Error(`no api-version is known for ${verb} on ${path}`);
  return name;
}

/**
 * Where what ARM serves is the same: the region where the path names it, else the workspace, which is in one, else the
 * subscription. Lower case.
 */
export function placeOf(path: string): string {
  const lower = path.toLowerCase();
  const place =
    /^.*\/locations\/[^/]+/.exec(lower) ??
    /^.*\/workspaces\/[^/]+/.exec(lower) ??
    /^\/subscriptions\/[^/]+/.exec(lower);
  return place?.[0] ?? lower;
}
