import type { ProvisioningError } from '#libs/kernel';
import type { IgnoredField, ProvisioningState } from '#libs/resources';
import {
  diagnoseDeletion,
  errorCauseOf,
  failedSilently,
  fromError,
  quotaFacts,
  type Diagnostic,
  type Finding,
  nothingKnown,
  type Surroundings,
} from '#libs/diagnosis';
import { brokenAs, type Broken } from './broken-compute-instance.rules.js';
import type {
  ComputeInstanceDesired,
  ComputeInstanceObserved,
} from '../compute-instance.schema.js';
import { diagnoseComputeInstanceSettings } from './diagnose-compute-instance-settings.rules.js';

/** What a row says of a compute instance. */
export interface ComputeInstanceRow {
  armId: string;
  provisioningState: ProvisioningState;
  provisioningErrors: readonly ProvisioningError[];
  desired: ComputeInstanceDesired;
  observed: ComputeInstanceObserved | null;
  observedAt: Date | null;
}

/**
 * What is wrong with a compute instance; empty where all is well. Ask `now` of a clock. `differing`: what Azure
 * reports otherwise than asked.
 */
export function diagnoseComputeInstance(
  row: ComputeInstanceRow,
  now: Date,
  around: Surroundings = nothingKnown,
  differing: readonly IgnoredField[] = [],
): Diagnostic[] {
  const { observed, observedAt, desired } = row;
  const findings = [
    ...shortages(row, around, now),
    ...(observed
      ? diagnoseMachine(row, observed)
      : ownErrors(row).map((error) => fromError(error))),
    ...diagnoseDeletion({ ...row, subnetId: desired.subnetId }, around, now),
    ...(observed
      ? diagnoseComputeInstanceSettings(row.provisioningState, desired, observed, differing, now)
      : []),
  ];
  const silent = findings.length === 0 ? failedSilently(row) : [];
  return [...findings, ...silent].map((found) => ({ ...found, observedAt: observedAt ?? now }));
}

const isShortage = (error: ProvisioningError): boolean =>
  errorCauseOf(error) !== 'PROVISIONING_FAILED';

const ownErrors = ({ provisioningErrors }: ComputeInstanceRow): ProvisioningError[] =>
  provisioningErrors.filter((error) => !isShortage(error));

/** Quota with its numbers, and capacity. */
const shortages = (row: ComputeInstanceRow, around: Surroundings, now: Date): Finding[] =>
  row.provisioningErrors.filter(isShortage).map((error) => {
    const machine = { vmSize: row.desired.vmSize, vmPriority: 'DEDICATED' } as const;
    const isQuota = errorCauseOf(error) === 'QUOTA_EXCEEDED';
    return fromError(error, isQuota ? quotaFacts(row.armId, machine, around, now).evidence : {});
  });

/** What its state says, with the errors that go with it. */
function diagnoseMachine(row: ComputeInstanceRow, observed: ComputeInstanceObserved): Finding[] {
  const errors = ownErrors(row);
  const evidence = evidenceOf(observed, errors);
  const { state } = observed;
  if (state === 'CREATE_FAILED' && row.provisioningErrors.some(isShortage)) return [];
  const broken = brokenAs(state);
  if (broken?.code === 'SETUP_FAILED') return [setupFailed(broken, observed, row.desired, errors)];
  if (broken) return [{ ...said(broken, errors), evidence }];
  return [
    ...errors.map((error) => fromError(error, { state: observed.rawState })),
    ...lastOperationFailed(row, observed),
  ];
}

const evidenceOf = (
  { rawState, lastOperation }: ComputeInstanceObserved,
  errors: readonly ProvisioningError[],
) => ({
  state: rawState,
  lastOperation,
  errors: errors.map(({ code, message }) => ({ code, message })),
});

/** As the error says it that goes with the state, which knows as well what can be done (broken-instance.rules.ts). */
const said = (
  { code, says, remedy }: Broken,
  [error]: readonly ProvisioningError[],
): Pick<Finding, 'code' | 'message' | 'remedy'> => ({
  code,
  message: error ? `${says}: ${error.message}` : `${says}.`,
  remedy: error?.remedy ?? remedy,
});

const printedAfter = /setup failed with error:?\s*([\s\S]+)$/i;

/** With what the script printed, as far as Azure repeats it. */
function setupFailed(
  { code, says, remedy }: Broken,
  observed: ComputeInstanceObserved,
  { setupScripts }: ComputeInstanceDesired,
  errors: readonly ProvisioningError[],
): Finding {
  const [error] = errors;
  const printed = printedAfter.exec(error?.message ?? '')?.[1] ?? error?.message ?? null;
  const scripts = {
    creation: Boolean(setupScripts?.creationScript),
    startup: Boolean(setupScripts?.startupScript),
  };
  return {
    code,
    message: printed === null ? `${says}, and Azure does not say why.` : `${says}: ${printed}`,
    remedy: error?.remedy ?? remedy,
    evidence: { ...evidenceOf(observed, errors), printed, scripts },
  };
}

/** A start, stop or resize that failed and left the machine as it was, whoever or whatever asked for it. */
function lastOperationFailed(
  { provisioningErrors }: ComputeInstanceRow,
  observed: ComputeInstanceObserved,
): Finding[] {
  const { lastOperation } = observed;
  if (lastOperation?.status !== 'FAILED' || provisioningErrors.length > 0) return [];
  const { name, trigger, at } = lastOperation;
  const by = { USER: 'a user', SCHEDULE: 'a schedule', IDLE_SHUTDOWN: 'idle shutdown' };
  const asker = trigger === 'UNKNOWN' ? '' : `, asked for by ${by[trigger]},`;
  return [
    {
      code: 'LAST_OPERATION_FAILED',
      message: `The last ${name.toLowerCase()}${asker} failed${at === null ? '' : ` at ${at}`}; Azure does not say why.`,
      remedy:
        'Try it again. Where a start keeps failing, look at the vCPU quota of the VM family and whether the region has such machines: a stopped instance gives its machine back.',
      evidence: evidenceOf(observed, []),
    },
  ];
}
