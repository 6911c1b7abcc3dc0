export {
  type AdvanceDependencies,
  type Advanced,
  advanceOperation,
} from './engine/advance-operation.js';
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
export { askedFields, askedOf } from './asked-fields.js';
export { requestActor } from './interventions/authorise-operation.js';
export { againAfter } from './decisions/step-failure.rules.js';
export { isCancelable, newStep } from './decisions/cancellation.rules.js';
export { actionPrefix } from './kind.rules.js';
export { Kinds } from './kinds.js';
export type { Leaving, Left, ManagedKind } from './managed-kind.js';
export { newId } from './new-id.js';
export { readInput } from './operation-input.rules.js';
export { isTerminal } from './operation.machine.js';
export type { OperationKind, OperationStatus, StepStatus } from './operation.js';
export { type Progress, estimateProgress } from './progress/progress.rules.js';
export { findForgotten, oldestDueSeconds, wakeOverdue } from './engine/reconcile.repository.js';
export { secondsToLeaveAlone, secondsToNextLook } from './retry-after.rules.js';
export { readStepDurations } from './progress/step-duration.repository.js';
export { type FindDuration, findDurationIn } from './progress/step-duration.js';
export { defaultStepLimitMs } from './decisions/step-limit.rules.js';
export {
  type PodState,
  type StandingPort,
  type StandingWorkspace,
  type TakenComputes,
  type StepPorts,
  type Taking,
  noPorts,
} from './step-ports.js';
export { StepStatistics } from './progress/step-statistics.js';
export type {
  OperationDefinition,
  StepContext,
  StepDefinition,
  StepMemory,
  StepOutcome,
  WatchObservation,
  WatchRequest,
} from './step.js';
export { awaitDeletion } from './steps/await-deletion.step.js';
export { asOnResource, awaitWritten } from './steps/await-written.step.js';
export { checkNameIsFree } from './steps/check-name.step.js';
export { deleteIt, undoCreation } from './steps/delete.step.js';
export { changedTags, newTags } from './steps/profile-tags.js';
export { putChanged } from './steps/put-changed.step.js';
export { putNew } from './steps/put-new.step.js';
export type { ResourceProfile } from './steps/resource-profile.js';
export { mayStillArrive, sendWrite } from './steps/send-write.js';
export { missing, vanished } from './steps/step-failures.js';
export { verify } from './steps/verify.step.js';
export {
  acceptChangeOf,
  acceptChangesOf,
  acceptCreationOf,
} from './submit/accept-operation.repository.js';
export { notFound, refuseActor } from './submit/authorise-submission.js';
export { changeCostTags } from './submit/change-cost-tags.js';
export type { AskedArmId } from './submit/scopes/arm-ids-in.rules.js';
export { type AskedScopes, auditUnshared, refuseScopes } from './submit/scopes/check-scopes.js';
export {
  allCostTags,
  cannotChange,
  ifMatchField,
  newCostTags,
} from './submit/inputs/common.input.js';
export { answerSecond, inProgress, tellSecond } from './submit/conflicts.js';
export {
  auditedDecision,
  type ChangedCeiling,
  type Decide,
  type DecidedProposal,
  decided,
  type Decision,
  type ToDecide,
} from './submit/decision.js';
export {
  type Defaulted,
  type Policy,
  type PolicyApproval,
  type PolicyEffect,
  policyEffects,
  type PolicyFinding,
  type PolicyRule,
} from './submit/policy.js';
export type { Content, Proposal } from './submit/proposal.js';
export { isPlannedOnly, type Review, reviewed } from './submit/review.js';
export { type Request, replay, requestOf, requestOfLater } from './submit/idempotency.js';
export { identityInput } from './submit/inputs/identity.input.js';
export { keyValue } from './submit/inputs/key-value.input.js';
export { namedIn } from './submit/inputs/named-fields.js';
export { planOnStanding } from './submit/plan-on-standing.js';
export { readTargetToAsk } from './submit/read-target-to-ask.js';
export {
  type Payer,
  type Target,
  lockTarget,
  readPayer,
  readTarget,
  regionOf,
  uuidOf,
} from './submit/scope.repository.js';
export type { Accepted, Submitted } from './submit/accepted.js';
export { readTeamUse, type LimitedUse } from './submit/limits/limits.repository.js';
export { type SubmitDeps, operationAnswer, submissionOf } from './submit/submission.js';
export {
  type ChangePlan,
  type ChangeRequest,
  obstacleTo,
  submitChange,
} from './submit/submit-change.js';
export { type Plan, notReady, submitCreation } from './submit/submit-creation.js';
export { type Deletion, submitDeletion } from './submit/submit-deletion.js';
export { advanceNext } from './turns/advance-next.js';
export { TeamTurns } from './turns/team-turns.js';
export { UnreadableRow, desiredOf } from './unreadable-row.rules.js';
export { listAll } from './watches/list-all.js';
export { listComputes } from './watches/list-computes.js';
export { lookAtWatches } from './watches/look-at-watches.js';
export { LookPace } from './watches/look-pace.js';
export type { LookDependencies } from './watches/look-singly.js';
export { nextLookMs } from './watches/look.rules.js';
export { type ReadLimit, usualReads } from './watches/read-limit.rules.js';
export { type DueOperation, oldestLookSeconds } from './watches/watch.repository.js';
export { countEligible } from './approvals/eligible.repository.js';
export { approvalOutcomes, type ApprovalOutcome } from './approvals/approval.repository.js';
export { expireApprovals } from './approvals/expire-approvals.js';
export type { ApprovalRequirement } from './approvals/approval-requirement.js';
