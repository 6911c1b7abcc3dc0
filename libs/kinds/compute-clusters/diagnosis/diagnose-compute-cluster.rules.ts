import type { ProvisioningError } from '#libs/kernel';
import { isSettled, type IgnoredField, type ProvisioningState } from '#libs/resources';
import {
  diagnoseDeletion,
  errorCauseOf,
  failedSilently,
  fromError,
  quotaFacts,
  settingsDiffer,
  type Diagnostic,
  type Finding,
  nothingKnown,
  type Surroundings,
} from '#libs/diagnosis';
import type { ComputeClusterObserved } from '../compute-cluster.schema.js';
import { diagnoseLostNodes, diagnoseMissingNodes } from './diagnose-nodes.rules.js';
import { diagnoseResizing } from './diagnose-resizing.rules.js';
import { computeClusterRemedies } from './differing-remedies.rules.js';

/** What a row says of a cluster. */
export interface ComputeClusterRow {
  armId: string;
  provisioningState: ProvisioningState;
  provisioningErrors: readonly ProvisioningError[];
  observed: ComputeClusterObserved | null;
  observedAt: Date | null;
}

/** What is wrong with a cluster as far as its row and what was read around it show; empty where all is well. Ask `now` of a clock. `differing`: settings that Azure reports otherwise than asked. */
export function diagnoseComputeCluster(
  row: ComputeClusterRow,
  now: Date,
  around: Surroundings = nothingKnown,
  differing: readonly IgnoredField[] = [],
): Diagnostic[] {
  const { observed, observedAt } = row;
  const deletion = { ...row, subnetId: observed?.subnetId ?? null };
  const findings = [
    ...row.provisioningErrors.map((error) => explain(row, error, around, now)),
    ...failedSilently(row),
    ...diagnoseDeletion(deletion, around, now),
    ...(isSettled(row.provisioningState) ? settingsDiffer(computeClusterRemedies, differing) : []),
    ...(observed === null || row.provisioningState === 'DELETING'
      ? []
      : [...scaling(row, observed, around, now), ...diagnoseLostNodes(observed)]),
  ];
  return findings.map((finding) => ({ ...finding, observedAt: observedAt ?? now }));
}

/** One cause each: what explains missing nodes explains a long resize as well. */
function scaling(
  { armId, provisioningErrors }: ComputeClusterRow,
  observed: ComputeClusterObserved,
  around: Surroundings,
  now: Date,
): Finding[] {
  const isExplained = provisioningErrors.some(
    (error) => errorCauseOf(error) !== 'PROVISIONING_FAILED',
  );
  const missing = isExplained ? [] : diagnoseMissingNodes(armId, observed, around, now);
  const resizing = diagnoseResizing(armId, observed, around, now);
  const isLock = resizing.some(({ code }) => code === 'RESIZING_BLOCKED_BY_LOCK');
  if (isLock) return resizing;
  return missing.length > 0 || isExplained ? missing : resizing;
}

function explain(
  { armId, observed }: ComputeClusterRow,
  error: ProvisioningError,
  around: Surroundings,
  now: Date,
): Finding {
  const isQuota = observed !== null && errorCauseOf(error) === 'QUOTA_EXCEEDED';
  return fromError(error, isQuota ? quotaFacts(armId, observed, around, now).evidence : {});
}
