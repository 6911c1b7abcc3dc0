import { armIdKey, computeArmId } from '#libs/kernel';
import { tenantId } from '../../../identity/tokens.js';
import type { Simulation } from '../../../simulation.js';
import type { ArmRequest } from '../../arm-request.js';
import { beyond } from '../../kept-fields.js';
import { resolveIdentity } from '../../managed-identity.js';
import { stampSystemData } from '../../system-data.js';
import type { WorkspaceRecord } from '../../workspaces/workspace-record.js';
import { amlDate } from '../aml-date.js';
import { checkOneIdentity } from '../compute-rules.js';
import type { InstanceRecord } from './instance-record.js';
import type { InstanceSettings } from './instance-settings.js';
import { putInstanceSchema, type PutInstance } from './instance.schema.js';
import { forVersion } from './instance-versions.js';
import { keptSettings } from './kept-settings.js';
import { resolveInstance } from './resolve-instance.js';

/** The record that a PUT asks for; what happens to it comes on top. */
export function desiredInstance(
  simulation: Simulation,
  request: ArmRequest,
  workspace: WorkspaceRecord,
  body: PutInstance,
  existing: InstanceRecord | undefined,
): InstanceRecord {
  const { principal, nowMs, parameters } = request;
  const requested = forVersion(body.properties.properties, request.apiVersion, existing?.settings);
  const identity = checkOneIdentity(resolveIdentity(body.identity, existing?.identity));
  const description = body.properties.description ?? undefined;
  const resolved = resolveInstance(requested, existing?.settings);
  const settings = keptSettings(simulation, request, existing?.settings, resolved);
  const disableLocalAuth = body.properties.disableLocalAuth ?? existing?.disableLocalAuth;
  const before = existing ?? fresh(simulation, request);
  const { tags: _tags, identity: _identity, description: _text, ...standing } = before;
  return {
    ...standing,
    id: existing?.id ?? computeArmId(workspace.id, parameters.computeName),
    subscriptionId: workspace.subscriptionId,
    workspaceKey: armIdKey(workspace.id),
    name: existing?.name ?? parameters.computeName,
    location: workspace.location,
    ...(body.tags ? { tags: body.tags } : {}),
    ...(body.sku ? { sku: body.sku } : {}),
    ...(identity ? { identity } : {}),
    ...(description === undefined ? {} : { description }),
    ...(disableLocalAuth === undefined ? {} : { disableLocalAuth }),
    modifiedOnMs: nowMs,
    systemData: stampSystemData(existing?.systemData, principal, nowMs),
    settings,
    idleSinceMs: idleSince(existing, settings, nowMs),
    scheduledUntilMs: nowMs,
    kept: beyond(putInstanceSchema, request.body),
  };
}

/** What an instance has before it is asked for anything. */
const fresh = (
  { instances }: Simulation,
  { principal, nowMs }: ArmRequest,
): Pick<
  InstanceRecord,
  | 'tags'
  | 'identity'
  | 'description'
  | 'createdOnMs'
  | 'provisioningState'
  | 'createdBy'
  | 'state'
  | 'isBuilt'
  | 'errors'
  | 'lastOperation'
  | 'idleSinceMs'
  | 'scheduledUntilMs'
  | 'number'
> => ({
  createdOnMs: nowMs,
  provisioningState: 'Creating',
  createdBy: {
    userName: principal.clientId,
    userOrgId: tenantId,
    userId: principal.objectId,
  },
  state: 'Creating',
  isBuilt: false,
  errors: [],
  lastOperation: {
    operationName: 'Create',
    operationTime: amlDate(nowMs),
    operationStatus: 'InProgress',
    operationTrigger: 'User',
  },
  idleSinceMs: nowMs,
  scheduledUntilMs: nowMs,
  number: instances.nextNumber(),
});

/** Idleness counts anew where the idle time changes. */
const idleSince = (
  existing: InstanceRecord | undefined,
  { idleTimeBeforeShutdown }: InstanceSettings,
  nowMs: number,
): number =>
  existing && existing.settings.idleTimeBeforeShutdown === idleTimeBeforeShutdown
    ? existing.idleSinceMs
    : Math.max(existing?.idleSinceMs ?? nowMs, nowMs);
