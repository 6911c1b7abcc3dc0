import { z } from 'zod';
import { tellsLaterSettings } from '#libs/arm-versions';
import { isObject } from '#libs/kernel';
import {
  armTime,
  observeIdentity,
  objectAt,
  type ResourceBody,
  observeTags,
} from '#libs/resources';
import type { InstanceObserved, LastOperation } from './compute-instance.schema.js';
import { instanceStateOf, isPassing } from './power/compute-instance-state.rules.js';
import { observePowerSchedules } from './power-schedules/power-schedule.observe.js';

const text = z.string().nullish().catch(null);
const count = z.number().nullish().catch(null);
const flag = z.boolean().nullish().catch(null);
const named = z
  .array(z.object({ name: z.string() }))
  .nullish()
  .catch(null);

/** `properties.properties` of a ComputeInstance, as leniently as can be: any field may be null, absent or newer than we are. */
const settingsAnswer = z.object({
  vmSize: text,
  state: text,
  subnet: z.object({ id: text }).nullish().catch(null),
  sshSettings: z
    .object({ sshPublicAccess: text, adminUserName: text, sshPort: count })
    .nullish()
    .catch(null),
  personalComputeInstanceSettings: z
    .object({ assignedUser: z.object({ objectId: z.string(), tenantId: z.string() }) })
    .nullish()
    .catch(null),
  enableNodePublicIp: flag,
  idleTimeBeforeShutdown: text,
  schedules: z.object({ computeStartStop: z.unknown() }).nullish().catch(null),
  lastOperation: z
    .object({
      operationName: text,
      operationTime: text,
      operationStatus: text,
      operationTrigger: text,
    })
    .nullish()
    .catch(null),
  applications: z
    .array(z.object({ displayName: z.string(), endpointUri: z.string() }))
    .nullish()
    .catch(null),
  customServices: named,
  connectivityEndpoints: z
    .object({ publicIpAddress: text, privateIpAddress: text })
    .nullish()
    .catch(null),
  createdBy: z.object({ userName: text, userOrgId: text, userId: text }).nullish().catch(null),
});
type SettingsAnswer = z.infer<typeof settingsAnswer>;

const propertiesAnswer = z.object({ description: text });
const envelopeAnswer = z.object({ location: text });

/** What ARM answered about an instance, in our words. Never throws; environment values of applications are not read. */
export function observeInstance(body: ResourceBody): InstanceObserved {
  const settings = settingsAnswer.parse(objectAt(body, 'properties', 'properties'));
  const { connectivityEndpoints: addresses } = settings;
  return {
    location: envelopeAnswer.parse(body).location ?? '',
    description: propertiesAnswer.parse(objectAt(body, 'properties')).description ?? null,
    vmSize: settings.vmSize ?? '',
    state: instanceStateOf(settings.state ?? ''),
    rawState: settings.state ?? '',
    assignedUser: settings.personalComputeInstanceSettings?.assignedUser ?? null,
    ssh: sshOf(settings),
    subnetId: settings.subnet?.id ?? null,
    enableNodePublicIp: settings.enableNodePublicIp ?? true,
    identity: observeIdentity(body),
    ...idleTimeOf(body, settings),
    schedules: observePowerSchedules(settings.schedules?.computeStartStop),
    lastOperation: lastOperationOf(settings),
    applications: settings.applications ?? [],
    customApplications: (settings.customServices ?? []).map(({ name }) => name),
    publicIpAddress: addresses?.publicIpAddress ?? null,
    privateIpAddress: addresses?.privateIpAddress ?? null,
    createdBy: creatorOf(settings),
    tags: observeTags(body),
  };
}

/** Null where Azure has none; absent where its api-version has no such field. */
function idleTimeOf(
  { apiVersion }: ResourceBody,
  { idleTimeBeforeShutdown }: SettingsAnswer,
): Pick<InstanceObserved, 'idleTimeBeforeShutdown'> {
  if (idleTimeBeforeShutdown) return { idleTimeBeforeShutdown };
  const version = typeof apiVersion === 'string' ? apiVersion : undefined;
  return tellsLaterSettings(version) ? { idleTimeBeforeShutdown: null } : {};
}

const sshOf = ({ sshSettings }: SettingsAnswer): InstanceObserved['ssh'] => ({
  publicAccess: sshSettings?.sshPublicAccess?.toLowerCase() === 'enabled' ? 'ENABLED' : 'DISABLED',
  adminUsername: sshSettings?.adminUserName ?? null,
  port: sshSettings?.sshPort ?? null,
});

const creatorOf = ({ createdBy }: SettingsAnswer): InstanceObserved['createdBy'] =>
  createdBy
    ? {
        displayName: createdBy.userName ?? null,
        objectId: createdBy.userId ?? null,
        tenantId: createdBy.userOrgId ?? null,
      }
    : null;

const operationNames: ReadonlyMap<string, LastOperation['name']> = new Map(
  Object.entries<LastOperation['name']>({
    create: 'CREATE',
    start: 'START',
    stop: 'STOP',
    restart: 'RESTART',
    resize: 'RESIZE',
    reimage: 'REIMAGE',
    delete: 'DELETE',
  }),
);
const triggers: ReadonlyMap<string, LastOperation['trigger']> = new Map(
  Object.entries<LastOperation['trigger']>({
    user: 'USER',
    schedule: 'SCHEDULE',
    idleshutdown: 'IDLE_SHUTDOWN',
  }),
);

function lastOperationOf({ lastOperation }: SettingsAnswer): LastOperation | null {
  if (!lastOperation?.operationName) return null;
  const { operationName, operationStatus, operationTrigger, operationTime } = lastOperation;
  return {
    name: operationNames.get(operationName.toLowerCase()) ?? 'UNKNOWN',
    status: statusOf(operationStatus ?? ''),
    rawStatus: operationStatus ?? '',
    trigger: triggers.get(operationTrigger?.toLowerCase() ?? '') ?? 'UNKNOWN',
    at: armTime(operationTime),
  };
}

/**
 * InProgress, Succeeded, and one failure per operation: StartFailed, StopFailed …
 * (docs/azure-facts.md#compute-instances).
 */
function statusOf(word: string): LastOperation['status'] {
  if (/^inprogress$/i.test(word)) return 'IN_PROGRESS';
  if (/^succeeded$/i.test(word)) return 'SUCCEEDED';
  return /failed$/i.test(word) ? 'FAILED' : 'UNKNOWN';
}

/** True for a compute instance that Azure is still at work on, whatever its provisioningState says. */
export function isMachineMoving(body: ResourceBody): boolean {
  const { computeType, properties } = objectAt(body, 'properties');
  if (computeType !== 'ComputeInstance' || !isObject(properties)) return false;
  const { state } = properties;
  return typeof state === 'string' && isPassing(instanceStateOf(state));
}
