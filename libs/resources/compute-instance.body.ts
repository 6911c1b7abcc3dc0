import { durationSeconds, isoDuration } from '#libs/kernel';
import type { InstanceDesired } from './compute-instance.schema.js';
import { customApplicationBody } from './custom-application.body.js';
import { identityBody, observeIdentity } from './identity.body.js';
import { powerSchedulesBody } from './power-schedule.body.js';
import { objectAt, readOnlyEnvelope, writable, type ResourceBody } from './resource-body.js';
import { setupScriptsBody } from './setup-scripts.body.js';
import type { AzureTags } from './tags.body.js';

/** The PUT that makes an instance, in its workspace's region: there is no other (arm-facts, ComputeInstance). */
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
      ...sayingAgain(desired),
      ...schedulesBody(desired),
      ...(desired.idleTimeBeforeShutdown !== null && idleTimeBody(desired.idleTimeBeforeShutdown)),
    },
  },
});

/** What ARM may keep to itself, and a PUT therefore has to say again. */
const sayingAgain = ({ ssh, setupScripts }: InstanceDesired): ResourceBody => ({
  sshSettings:
    ssh === null
      ? { sshPublicAccess: 'Disabled' }
      : { sshPublicAccess: 'Enabled', adminPublicKey: ssh.publicKey.trim() },
  ...(setupScripts !== null && { setupScripts: setupScriptsBody(setupScripts) }),
});

const schedulesBody = ({ schedules }: InstanceDesired): ResourceBody => ({
  schedules: { computeStartStop: powerSchedulesBody(schedules) },
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

/**
 * The PUT that changes an instance: what ARM returned, with schedules and tags as asked. A PUT replaces everything
 * (arm-facts, Computes), so what we do not know of is sent back as it came. So is the idle time, which has a call of
 * its own and is one of the fields that a PUT cannot change; only that there shall be none is said by leaving it out.
 */
export function changedInstanceBody(
  current: ResourceBody,
  desired: InstanceDesired,
  tags: AzureTags,
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
        ...writable(settings, [
          ...readOnlySettings,
          ...(desired.idleTimeBeforeShutdown === null ? ['idleTimeBeforeShutdown'] : []),
        ]),
        ...sayingAgain(desired),
        // Of an instance that was found in Azure nobody here knows the key (ADR 0013).
        ...(desired.ssh?.publicKey === '' && { sshSettings: settings['sshSettings'] }),
        ...schedulesBody(desired),
      },
    },
  };
}
