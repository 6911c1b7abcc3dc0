import { z } from 'zod';
import { isObject } from '#libs/kernel';
import {
  armTime,
  objectAt,
  observeSettings,
  observeTags,
  type ResourceBody,
} from '#libs/resources';
import type { ComputeInstanceObserved, LastOperation } from './compute-instance.schema.js';
import { computeInstanceSettings } from './compute-instance.settings.js';
import { computeInstanceStateOf, isPassing } from './power/compute-instance-state.rules.js';

const text = z.string().nullish().catch(null);
/** `properties.properties` of a ComputeInstance, as leniently as can be: any field may be null, absent or newer than we are. */
const settingsAnswer = z.object({
  state: text,
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
  connectivityEndpoints: z
    .object({ publicIpAddress: text, privateIpAddress: text })
    .nullish()
    .catch(null),
  createdBy: z.object({ userName: text, userOrgId: text, userId: text }).nullish().catch(null),
});
type SettingsAnswer = z.infer<typeof settingsAnswer>;

/** What ARM answered about an instance, in our words. Never throws; environment values of applications are not read. */
export function observeComputeInstance(body: ResourceBody): ComputeInstanceObserved {
  const answer = settingsAnswer.parse(objectAt(body, 'properties', 'properties'));
  const { connectivityEndpoints: addresses } = answer;
  return {
    ...observeSettings(computeInstanceSettings, body),
    state: computeInstanceStateOf(answer.state ?? ''),
    rawState: answer.state ?? '',
    lastOperation: lastOperationOf(answer),
    applications: answer.applications ?? [],
    publicIpAddress: addresses?.publicIpAddress ?? null,
    privateIpAddress: addresses?.privateIpAddress ?? null,
    createdBy: creatorOf(answer),
    tags: observeTags(body),
  };
}

const creatorOf = ({ createdBy }: SettingsAnswer): ComputeInstanceObserved['createdBy'] =>
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
  return typeof state === 'string' && isPassing(computeInstanceStateOf(state));
}
