/**
 * Every call that Armature makes of ARM, by its name, and the api-versions that it is made with: the first is the one
 * we want, the others are what a region or a cloud that has it not is asked with, in this order.
 *
 * Stable versions where there is a choice. What exists in previews only (the idle time by a call of its own, another
 * size, schedules) is asked with those. 2025-06-01 of Machine Learning is in no list: its documents contradict each
 * other about what is new in it (docs/azure-facts.md#api-versions). Each list can be replaced by
 * ARMATURE_AZURE_API_VERSIONS.
 */
const instances = ['2025-12-01', '2025-10-01-preview', '2024-10-01'];
const computes = ['2025-12-01', '2024-10-01', '2022-10-01'];
const previews = ['2025-10-01-preview', '2024-10-01-preview'];
const workspaces = ['2024-10-01', '2024-04-01', '2023-10-01'];
const machineLearning = ['2024-10-01', '2024-04-01', '2022-10-01'];
const subscriptions = ['2022-12-01', '2021-01-01', '2020-01-01'];
const groups = ['2024-07-01', '2022-09-01', '2021-04-01'];
const providers = ['2021-04-01', '2022-09-01'];
const permissions = ['2022-04-01', '2018-07-01', '2015-07-01'];
const locks = ['2020-05-01', '2017-04-01', '2016-09-01'];
const connectedClusters = ['2024-01-01', '2021-10-01'];
const managedClusters = ['2024-09-01', '2023-05-01'];
const extensions = ['2023-05-01', '2022-11-01', '2022-03-01'];

const storageAccounts = ['2023-05-01', '2022-09-01'];
const vaults = ['2023-07-01', '2022-07-01'];
const components = ['2020-02-02', '2015-05-01'];
const logAnalytics = ['2023-09-01', '2022-10-01'];
const registries = ['2023-07-01', '2023-01-01-preview'];

export const armOperations = {
  'subscriptions/get': subscriptions,
  'resourceGroups/get': groups,
  'resourceGroups/list': groups,
  'resourceGroups/put': groups,
  'resourceGroups/delete': groups,
  'resources/list': groups,
  'providers/get': providers,
  'providers/register': providers,
  'permissions/list': permissions,
  'locks/get': locks,
  'locks/list': locks,
  'locks/put': locks,
  'locks/delete': locks,
  'connectedClusters/get': connectedClusters,
  'connectedClusters/list': connectedClusters,
  'managedClusters/get': managedClusters,
  'managedClusters/list': managedClusters,
  'extensions/get': extensions,
  'extensions/list': extensions,
  'extensions/put': extensions,
  'extensions/delete': extensions,
  'workspaces/get': workspaces,
  'workspaces/list': workspaces,
  'workspaces/put': workspaces,
  'workspaces/delete': workspaces,
  'storageAccounts/get': storageAccounts,
  'storageAccounts/put': storageAccounts,
  'storageAccounts/delete': storageAccounts,
  'vaults/get': vaults,
  'vaults/put': vaults,
  'vaults/delete': vaults,
  'deletedVaults/get': vaults,
  'deletedVaults/purge': vaults,
  'components/get': components,
  'components/list': components,
  'components/put': components,
  'components/delete': components,
  'logAnalytics/get': logAnalytics,
  'logAnalytics/put': logAnalytics,
  'logAnalytics/delete': logAnalytics,
  'registries/get': registries,
  'registries/put': registries,
  'registries/delete': registries,
  'computes/get': instances,
  'computes/list': instances,
  'computes/put': instances,
  'computes/delete': computes,
  'computes/start': computes,
  'computes/stop': computes,
  'computes/restart': computes,
  'computes/listNodes': computes,
  'computes/resize': [...previews, '2023-08-01-preview'],
  'computes/getAllowedVmSizesForResize': [...previews, '2023-08-01-preview'],
  'computes/updateIdleShutdownSetting': [...previews, '2021-07-01'],
  'computes/updateSchedules': ['2021-03-01-preview'],
  'usages/list': machineLearning,
  'quotas/list': machineLearning,
  'vmSizes/list': machineLearning,
} as const satisfies Record<string, readonly string[]>;

export type ArmOperation = keyof typeof armOperations;

/** What an operation is about, as the first part of its name says it. */
export type TypeName = ArmOperation extends `${infer Type}/${string}` ? Type : never;

/** Lists that replace those above. */
export type ApiVersionOverrides = Partial<Record<ArmOperation, readonly string[]>>;

export const isArmOperation = (name: string): name is ArmOperation =>
  Object.hasOwn(armOperations, name);
