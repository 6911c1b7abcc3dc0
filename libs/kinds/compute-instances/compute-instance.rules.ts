import { durationSeconds } from '#libs/kernel';
import {
  caution,
  nothing,
  refusal,
  together,
  type FieldPath,
  type Findings,
  checkIdentity,
  cautionNoPublicIp,
  checkSubnet,
  checkPublicKey,
  checkVmSize,
} from '#libs/resources';
import type { ComputeInstanceDesired } from './compute-instance.schema.js';
import { checkCustomApplications } from './setup/custom-application.rules.js';
import { checkPowerSchedules } from './power-schedules/power-schedule.rules.js';
import { checkSetupScripts } from './setup/setup-scripts.rules.js';

const leastIdleSeconds = 15 * 60;
const mostIdleSeconds = 3 * 24 * 3600;

/**
 * Everything that can be said about a new instance without asking Azure (docs/azure-facts.md#compute-instances), its
 * name and tags apart.
 */
export function checkComputeInstance(
  desired: ComputeInstanceDesired,
  path: FieldPath = ['input'],
): Findings {
  const at = (name: string): FieldPath => [...path, name];
  const { ssh, subnetId, setupScripts } = desired;
  return together(
    checkVmSize(desired.vmSize, at('vmSize')),
    checkIdentity(desired.identity, at('identity')),
    subnetId === null ? nothing : checkSubnet(subnetId, at('subnetId')),
    ssh === null ? nothing : checkPublicKey(ssh.publicKey, [...at('ssh'), 'publicKey']),
    checkOwner(desired, at('ssh')),
    checkClockwork(desired, path),
    setupScripts === null ? nothing : checkSetupScripts(setupScripts, at('setupScripts')),
    checkCustomApplications(desired.customApplications, at('customApplications')),
    cautionNoPublicIp(desired.enableNodePublicIp, at('enableNodePublicIp')),
  );
}

/** What stops and starts an instance by itself. */
type Clockwork = Pick<ComputeInstanceDesired, 'schedules' | 'idleTimeBeforeShutdown' | 'identity'>;

/**
 * What can change later, too. Only what is `named` is refused: schedules and idle times that stand may have been made
 * elsewhere, in forms that we would refuse. That nothing stops it is said of both together.
 */
export function checkClockwork(
  desired: Clockwork,
  path: FieldPath = ['input'],
  named: readonly string[] = ['schedules', 'idleTimeBeforeShutdown'],
): Findings {
  const idleTime = [...path, 'idleTimeBeforeShutdown'];
  const ofSchedules = checkPowerSchedulesIf(named, desired, [...path, 'schedules']);
  if (!named.includes('idleTimeBeforeShutdown'))
    return together(ofSchedules, cautionNeverStops(desired, idleTime));
  return together(
    ofSchedules,
    checkIdleTime(desired.idleTimeBeforeShutdown, idleTime),
    cautionIdentity(desired, idleTime),
    cautionNeverStops(desired, idleTime),
  );
}

const checkPowerSchedulesIf = (
  named: readonly string[],
  { schedules }: Clockwork,
  field: FieldPath,
): Findings => (named.includes('schedules') ? checkPowerSchedules(schedules, field) : nothing);

/**
 * A machine made for somebody else has no SSH: Azure refuses the two together (docs/azure-facts.md#compute-instances).
 */
const checkOwner = ({ assignedUser, ssh }: ComputeInstanceDesired, field: FieldPath): Findings =>
  assignedUser !== null && ssh !== null
    ? refusal(
        'INVALID_INPUT',
        field,
        'Azure allows no SSH on an instance with an assigned user: leave one of the two out',
      )
    : nothing;

function checkIdleTime(duration: string | null, field: FieldPath): Findings {
  if (duration === null) return nothing;
  const seconds = durationSeconds(duration) ?? 0;
  if (seconds >= leastIdleSeconds && seconds <= mostIdleSeconds) return nothing;
  return refusal('INVALID_INPUT', field, 'must be from 15 minutes (PT15M) to 3 days (P3D)');
}

/** With a managed identity, idle shutdown works only for a Contributor (docs/azure-facts.md#compute-instances). */
const cautionIdentity = (
  {
    identity,
    idleTimeBeforeShutdown,
  }: Pick<ComputeInstanceDesired, 'identity' | 'idleTimeBeforeShutdown'>,
  field: FieldPath,
): Findings =>
  identity.type === 'NONE' || idleTimeBeforeShutdown === null
    ? nothing
    : caution(
        'IDENTITY_NEEDS_CONTRIBUTOR',
        field,
        'With a managed identity the idle shutdown works only if that identity is Contributor on the workspace.',
      );

const cautionNeverStops = (
  {
    schedules,
    idleTimeBeforeShutdown,
  }: Pick<ComputeInstanceDesired, 'schedules' | 'idleTimeBeforeShutdown'>,
  field: FieldPath,
): Findings =>
  idleTimeBeforeShutdown !== null ||
  schedules.some(({ action, status }) => action === 'STOP' && status === 'ENABLED')
    ? nothing
    : caution(
        'NEVER_STOPS',
        field,
        'Nothing stops this instance by itself: it is billed day and night. Give it an idle time or a schedule that stops it.',
      );
