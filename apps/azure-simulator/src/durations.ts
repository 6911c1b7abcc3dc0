/** How long things take, in simulated seconds. All of it is here. */
export const durations = {
  resourceGroupDelete: 15,
  workspaceCreate: 20,
  workspaceDelete: 15,
  clusterCreate: 45,
  clusterUpdate: 15,
  clusterDelete: 40,
  /** From the decision to scale out until Azure has handed over the machines; then they start. */
  nodeAllocate: 30,
  nodePrepare: 30,
  nodeLeave: 60,
  nodePreemptedStays: 60,
  /** A cluster that could not get its nodes (quota, capacity, a lock) looks again this often. */
  scaleRetry: 120,
  lockedScaleRetry: 30,
  /** Idle time before scale-down where the request named none (arm-facts, Computes). */
  defaultIdleBeforeScaleDown: 120,
} as const;

/** What ARM would say in Retry-After, in simulated seconds: answers carry it in real seconds, divided by the clock's rate. */
export const retryAfter = {
  compute: 10,
  workspace: 10,
  resourceGroup: 15,
} as const;
