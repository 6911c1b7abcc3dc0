export { describeQuota, exhaustedQuota } from './binding-quotas.rules.js';
export { diagnoseDeletion } from './diagnose-deletion.rules.js';
export { type DifferingRemedies, settingsDiffer, tagsRemedy } from './diagnose-differing.rules.js';
export { errorCauseOf, failedSilently, fromError, remedies } from './diagnose-errors.rules.js';
export {
  allLocksRead,
  blockedByLocks,
  grantReading,
  locksOn,
  lookedForLocks,
} from './diagnose-locks.rules.js';
export { type DiagnosticCode, diagnosticCodes } from './diagnostic-codes.js';
export type { Diagnostic, Finding, Reading } from './diagnostic.js';
export type { ManagementLock } from './management-lock.observe.js';
export { quotaFacts } from './quota-facts.rules.js';
export { readSurroundings, renewReading } from './read-surroundings.js';
export {
  type Surroundings,
  isUnsettled,
  minute,
  minutesOf,
  nothingKnown,
  unsettledMs,
} from './unsettled.rules.js';
