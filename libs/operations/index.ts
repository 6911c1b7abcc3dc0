export { type AdvanceDependencies, type Advanced, advanceOperation } from './advance-operation.js';
export {
  type ArmBody,
  type ArmCall,
  ArmError,
  type ArmErrorKind,
  type ArmPage,
  type ArmPort,
  type LroHandle,
  type LroObservation,
} from './arm.port.js';
export { isCancelable, newStep } from './cancellation.rules.js';
export { type Kinds, actionPrefix } from './kind.rules.js';
export { isTerminal } from './operation.machine.js';
export type { OperationKind, OperationStatus, StepStatus } from './operation.js';
export { estimateProgress } from './progress.rules.js';
export { findForgotten, oldestDueSeconds, wakeOverdue } from './reconcile.repository.js';
export { secondsToLeaveAlone, secondsToNextLook } from './retry-after.rules.js';
export { readStepDurations } from './step-duration.repository.js';
export { type FindDuration, findDurationIn } from './step-duration.js';
export { defaultStepLimitMs } from './step-limit.rules.js';
export { type StepPorts, noPorts } from './step-ports.js';
export { StepStatistics } from './step-statistics.js';
export type {
  KindDefinition,
  StepContext,
  StepDefinition,
  StepMemory,
  StepOutcome,
  WatchObservation,
  WatchRequest,
} from './step.js';
export type { Accepted, SubmitDeps, Submitted } from './submit/submission.js';
export { advanceNext } from './turns/advance-next.js';
export { TeamTurns } from './turns/team-turns.js';
export { lookAtWatches } from './watches/look-at-watches.js';
export { LookPace } from './watches/look-pace.js';
export type { LookDependencies } from './watches/look-singly.js';
export { nextLookMs } from './watches/look.rules.js';
export { type ReadLimit, usualReads } from './watches/read-limit.rules.js';
export { type DueOperation, oldestLookSeconds } from './watches/watch.repository.js';
