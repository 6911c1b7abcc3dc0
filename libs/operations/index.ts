export * from './arm.port.js';
export * from './operation.js';
export * from './step.js';
export * from './step-ports.js';
export * from './operation-step.js';
export * from './operation.machine.js';
export * from './kind.rules.js';
export * from './cancellation.rules.js';
export { advanceOperation, type AdvanceDependencies, type Advanced } from './advance-operation.js';
export { claimOperation, loadContext, type OperationContext } from './claim.js';
export type {
  ChangeActor,
  ChangeAudit,
  OperationChange,
  OperationGuard,
} from './operation-change.js';
export { LeaseLost, transition } from './transition.js';
export { lookAtWatches } from './look-at-watches.js';
export { LookPace } from './look-pace.js';
export { nextLookMs } from './look.rules.js';
export type { LookDependencies } from './look-singly.js';
export { estimateProgress, type Progress, type ProgressInput } from './progress.rules.js';
export { findDurationIn, type FindDuration, type StepDuration } from './step-duration.js';
export { readStepDurations } from './step-duration.repository.js';
export { StepStatistics } from './step-statistics.js';
export type { DueOperation } from './watch.repository.js';
export { abandonOperation } from './abandon-operation.js';
export { cancelOperation } from './cancel-operation.js';
export type { ChangeDependencies, ChangeResult } from './change-operation.js';
export { retryOperation } from './retry-operation.js';
export { findForgotten, oldestDueSeconds, wakeOverdue } from './reconcile.repository.js';
export { secondsToLeaveAlone, secondsToNextLook } from './retry-after.rules.js';
export { defaultStepLimitMs } from './step-limit.rules.js';
export { observeWorkspaces, type ObserveDependencies } from './drift/observe-workspaces.js';
export { observeUnresolved } from './drift/observe-unresolved.js';
export { ClusterSweep } from './observe-clusters.js';
export { readSurroundings } from './read-surroundings.js';
export type { ReadingPace } from './read-surroundings.repository.js';
export { kinds } from './kinds/index.js';
export * from './submit/index.js';
