/** How long things take, in simulated seconds. All of it is here. */
export const durations = {
  providerRegistration: 60,
  resourceGroupDelete: 15,
  workspaceCreate: 20,
  workspaceDelete: 15,
  storageAccountCreate: 15,
  keyVaultCreate: 10,
  keyVaultPurge: 15,
  logAnalyticsCreate: 10,
  logAnalyticsDelete: 5,
  registryCreate: 10,
  registryDelete: 10,
  clusterCreate: 45,
  clusterUpdate: 15,
  clusterDelete: 40,
  instanceCreate: 90,
  /** What Azure itself sets up before the user's scripts run. */
  instanceSetUp: 20,
  /** A setup script without its sleeps. */
  instanceScript: 30,
  instanceStart: 45,
  instanceStop: 30,
  instanceRestart: 45,
  instanceResize: 60,
  instanceUpdate: 10,
  instanceDelete: 40,
  connectedClusterCreate: 20,
  connectedClusterDelete: 20,
  kubernetesAttach: 45,
  kubernetesDetach: 30,
  extensionInstall: 240,
  extensionUpdate: 120,
  extensionDelete: 60,
  /**
   * What is not done by then has failed: an offline cluster makes no progress (docs/azure-facts.md#cluster-extensions).
   */
  extensionInstallTimeout: 48 * 3600,
  extensionDeleteTimeout: 3600,
  /** From the decision to scale out until Azure has handed over the machines; then they start. */
  nodeAllocate: 30,
  nodePrepare: 30,
  nodeLeave: 60,
  nodePreemptedStays: 60,
  /** A cluster that could not get its nodes (quota, capacity, a lock) looks again this often. */
  scaleRetry: 120,
  lockedScaleRetry: 30,
  /** Idle time before scale-down where the request named none (docs/azure-facts.md#computes). */
  defaultIdleBeforeScaleDown: 120,
} as const;

/** What ARM would say in Retry-After, in simulated seconds: answers carry it in real seconds, divided by the clock's rate. */
export const retryAfter = {
  compute: 10,
  workspace: 10,
  dependency: 10,
  resourceGroup: 15,
  connectedCluster: 10,
  extension: 10,
} as const;
