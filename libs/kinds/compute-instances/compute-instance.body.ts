import { durationSeconds, isoDuration, isObject } from '#libs/kernel';
import {
  identityBody,
  observeIdentity,
  objectAt,
  readOnlyEnvelope,
  writable,
  type ResourceBody,
  type AzureTags,
} from '#libs/resources';
import type { InstanceDesired } from './compute-instance.schema.js';
import { customApplicationBody } from './setup/custom-application.body.js';
import { compareSchedules } from './compute-instance.compare.js';
import { powerSchedulesBody } from './power-schedules/power-schedule.body.js';
import { observePowerSchedules } from './power-schedules/power-schedule.observe.js';
import { setupScriptsBody } from './setup/setup-scripts.body.js';

/**
 * The PUT that makes an instance, in its workspace's region: there is no other (docs/azure-facts.md#compute-instances).
 */
export const instanceBody = (
  desired: InstanceDesired,
  workspaceLocation: string,
  tags: AzureTags,
): ResourceBody => ({
  location: workspaceLocation,
  tags,
  identity: identityBody(desired.identity),
  properties: {
    computeType: 'ComputeInstance',
    ...(desired.description !== null && { description: desired.description }),
    properties: {
      vmSize: desired.vmSize,
      ...(desired.assignedUser !== null && {
        computeInstanceAuthorizationType: 'personal',
        personalComputeInstanceSettings: { assignedUser: desired.assignedUser },
      }),
      enableNodePublicIp: desired.enableNodePublicIp,
      ...(desired.subnetId !== null && { subnet: { id: desired.subnetId } }),
      ...(desired.customApplications.length > 0 && {
        customServices: desired.customApplications.map(customApplicationBody),
      }),
      ...scriptsAgain(desired),
      sshSettings:
        desired.ssh === null
          ? { sshPublicAccess: 'Disabled' }
          : { sshPublicAccess: 'Enabled', adminPublicKey: desired.ssh.publicKey.trim() },
      schedules: schedulesBody(desired),
      ...(desired.idleTimeBeforeShutdown !== null && idleTimeBody(desired.idleTimeBeforeShutdown)),
    },
  },
});

/** ARM may keep them to itself, and a PUT has to say them again. */
const scriptsAgain = ({ setupScripts }: InstanceDesired): ResourceBody =>
  setupScripts === null ? {} : { setupScripts: setupScriptsBody(setupScripts) };

/** As ARM has it; the key, which it may keep to itself, is said again where somebody here knows it (ADR 0013). */
function sshAgain(standing: ResourceBody, { ssh }: InstanceDesired): ResourceBody {
  const { sshPublicAccess = ssh ? 'Enabled' : 'Disabled', adminPublicKey } = standing;
  const key = adminPublicKey || ssh?.publicKey.trim();
  return { sshPublicAccess, ...(sshPublicAccess !== 'Disabled' && key && { adminPublicKey: key }) };
}

/** The body of `updateSchedules`, which replaces all that stand, and the field `schedules` of a PUT. */
export const schedulesBody = ({ schedules }: Pick<InstanceDesired, 'schedules'>): ResourceBody => ({
  computeStartStop: powerSchedulesBody(schedules),
});

/** The body of `updateIdleShutdownSetting`, and the same field of a PUT. */
export const idleTimeBody = (idleTimeBeforeShutdown: string): ResourceBody => ({
  idleTimeBeforeShutdown: armMinutes(idleTimeBeforeShutdown),
});

/** `PT30M`, as Microsoft's example writes it; seconds where they are no whole minutes. */
function armMinutes(duration: string): string {
  const seconds = durationSeconds(duration) ?? 0;
  return seconds % 60 === 0 ? `PT${seconds / 60}M` : isoDuration(seconds);
}

const readOnlyProperties = [
  'provisioningState',
  'provisioningErrors',
  'createdOn',
  'modifiedOn',
  'isAttachedCompute',
] as const;

const readOnlySettings = [
  'state',
  'errors',
  'applications',
  'connectivityEndpoints',
  'createdBy',
  'lastOperation',
  'osImageMetadata',
  'containers',
  'dataDisks',
  'dataMounts',
  'versions',
  'schedules',
] as const;

/** What an update may change of an instance that stands, as in our inputs. */
export const changeableOfInstance = ['schedules', 'idleTimeBeforeShutdown', 'costTags'] as const;
export type InstanceChange = (typeof changeableOfInstance)[number];

/**
 * The PUT that changes an instance: what ARM returned, with tags as asked, and of schedules and idle time those that
 * `changes` names. A PUT replaces everything (docs/azure-facts.md#computes), so what we do not know of, and schedules
 * that nobody asked to change, are sent back as they came. That there shall be no idle time is said by leaving it out.
 */
export function changedInstanceBody(
  current: ResourceBody,
  desired: InstanceDesired,
  tags: AzureTags,
  changes: readonly InstanceChange[],
): ResourceBody {
  const properties = objectAt(current, 'properties');
  const settings = objectAt(properties, 'properties');
  return {
    ...writable(current, readOnlyEnvelope),
    tags,
    // None of our changes: whoever gave it another one in Azure keeps it.
    identity: identityBody(observeIdentity(current)),
    properties: {
      ...writable(properties, readOnlyProperties),
      properties: {
        ...writable(settings, readOnlySettings),
        ...scriptsAgain(desired),
        sshSettings: sshAgain(objectAt(settings, 'sshSettings'), desired),
        schedules: changes.includes('schedules')
          ? changedSchedules(settings, desired)
          : standingSchedules(settings),
        ...(changes.includes('idleTimeBeforeShutdown') && idleTimeOr(desired)),
      },
    },
  };
}

/** Undefined takes away what ARM returned: JSON leaves it out. */
const idleTimeOr = ({ idleTimeBeforeShutdown: asked }: InstanceDesired): ResourceBody =>
  asked === null ? { idleTimeBeforeShutdown: undefined } : idleTimeBody(asked);

/** The schedules as ARM has them, if they do what was asked: ARM keeps ids and forms of its own. */
function changedSchedules(
  settings: ResourceBody,
  desired: InstanceDesired,
): ResourceBody | undefined {
  const found = observePowerSchedules(objectAt(settings, 'schedules')['computeStartStop']);
  return compareSchedules(desired.schedules, found).length === 0
    ? standingSchedules(settings)
    : schedulesBody(desired);
}

/** All that stand, also those that we cannot read, without what ARM alone writes. Undefined where ARM names none. */
function standingSchedules(settings: ResourceBody): ResourceBody | undefined {
  if (!isObject(settings['schedules'])) return undefined;
  const { computeStartStop, ...others } = settings['schedules'];
  const standing = Array.isArray(computeStartStop) ? computeStartStop : [];
  return {
    ...others,
    computeStartStop: standing.filter(isObject).map((one) => writable(one, readOnlySchedule)),
  };
}

const readOnlySchedule = ['id', 'provisioningStatus'] as const;
