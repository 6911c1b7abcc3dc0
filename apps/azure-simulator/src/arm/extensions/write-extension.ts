import { createHash, randomUUID } from 'node:crypto';
import { armIdKey, subscriptionOf } from '#libs/kernel';
import type { OperationRecord } from '../../long-running-operations/operation-record.js';
import { extensionError } from '../../scenarios/extension-failures.js';
import type { Simulation } from '../../simulation.js';
import { ArmRefusal } from '../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import type { ConnectedClusterRecord } from '../connected-clusters/connected-cluster-record.js';
import { decideOutcome } from '../operation-outcome.js';
import { parseBody } from '../parse-body.js';
import { stampSystemData } from '../system-data.js';
import {
  checkExtensionName,
  checkScope,
  checkVersion,
  patchExtensionSchema,
  putExtensionSchema,
  type RequestedExtension,
} from './extension.schema.js';
import {
  firstVersion,
  viewExtension,
  type ExtensionOperation,
  type ExtensionRecord,
  type ExtensionScope,
} from './extension-record.js';
import { clusterOf, extensionId, findExtension, getExtension } from './find-extension.js';
import { secondsOf } from './extensions.js';

const isFirst = ({ apiVersion }: ArmRequest): boolean => apiVersion.toLowerCase() === firstVersion;

/** Creates (201 with Azure-AsyncOperation) or replaces (200; provisioningState tells). In the first version 200 always. */
export function putExtension(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const cluster = clusterOf(simulation, request);
  checkExtensionName(request.parameters.extensionName);
  const body = parseBody(putExtensionSchema, request.body);
  checkVersion(body.properties);
  checkScope(body.properties);
  const existing = findExtension(simulation, request);
  checkExisting(existing, body.properties);
  const record = desired(request, cluster, body, existing);
  if (existing && isSame(existing, record))
    return { status: 200, body: viewExtension(existing, request.apiVersion) };
  const kind = existing?.currentVersion ? 'Updating' : 'Creating';
  const { operation, begun } = begin(simulation, request, record, kind);
  const answer = viewExtension(begun, request.apiVersion);
  if (existing || isFirst(request)) return { status: 200, body: answer };
  return { status: 201, headers: startHeaders(request, operation, 'PT48H'), body: answer };
}

/** 202, or 200 where nothing changes and in the first version. */
export function patchExtension(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const cluster = clusterOf(simulation, request);
  const existing = getExtension(simulation, request);
  const { properties } = parseBody(patchExtensionSchema, request.body);
  checkSettled(existing);
  const merged: RequestedExtension = {
    extensionType: existing.extensionType,
    scope: existing.scope,
    autoUpgradeMinorVersion: properties.autoUpgradeMinorVersion ?? existing.autoUpgradeMinorVersion,
    releaseTrain: properties.releaseTrain ?? existing.releaseTrain,
    version: properties.autoUpgradeMinorVersion
      ? properties.version
      : (properties.version ?? existing.version),
    configurationSettings: {
      ...existing.configurationSettings,
      ...properties.configurationSettings,
    },
    configurationProtectedSettings: properties.configurationProtectedSettings,
  };
  checkVersion(merged);
  const wanted = desired(request, cluster, { properties: merged }, existing);
  const record =
    wanted.principalId || !existing.principalId
      ? wanted
      : { ...wanted, principalId: existing.principalId };
  if (isSame(existing, record))
    return { status: 200, body: viewExtension(existing, request.apiVersion) };
  const { operation, begun } = begin(simulation, request, record, 'Updating');
  const answer = viewExtension(begun, request.apiVersion);
  return isFirst(request)
    ? { status: 200, body: answer }
    : { status: 202, headers: startHeaders(request, operation, 'PT48H'), body: answer };
}

/** 202 with Azure-AsyncOperation, 204 where there is nothing. `forceDelete` does not wait for the agents. */
export function deleteExtension(simulation: Simulation, request: ArmRequest): ArmAnswer {
  clusterOf(simulation, request);
  const existing = findExtension(simulation, request);
  if (!existing) return { status: 204 };
  const { extensions, operations } = simulation;
  const running = existing.operation && operations.find(existing.operation.operationId);
  if (running && running.verb !== 'DELETE') operations.cancel(running.id, request.nowMs);
  const isForced = request.query.get('forceDelete')?.toLowerCase() === 'true';
  if (isFirst(request) || isForced) {
    if (running?.verb === 'DELETE') operations.succeed(running.id, request.nowMs);
    extensions.delete(existing.id);
    return { status: 200 };
  }
  const operation =
    running?.verb === 'DELETE'
      ? running
      : begin(simulation, request, existing, 'Deleting').operation;
  return { status: 202, headers: startHeaders(request, operation, 'PT1H') };
}

function begin(
  simulation: Simulation,
  request: ArmRequest,
  record: ExtensionRecord,
  kind: ExtensionOperation['kind'],
): { operation: OperationRecord; begun: ExtensionRecord } {
  const { faults, operations, extensions } = simulation;
  const subject = { method: request.method, paths: [request.path] };
  const outcome = decideOutcome(faults, subject, request.nowMs, secondsOf(kind));
  const armed = kind === 'Deleting' ? undefined : faults.take('ExtensionFails', subject);
  const error = armed ? extensionError(armed.parameters.failure) : outcome.error;
  const operation = operations.begin(
    {
      collection: 'extensionOperations',
      verb: kind === 'Deleting' ? 'DELETE' : request.method === 'PATCH' ? 'PATCH' : 'PUT',
      subscriptionId: record.subscriptionId,
      location: '',
      resourceId: record.id,
    },
    request.nowMs,
    outcome.endsAtMs,
  );
  const begun: ExtensionRecord = {
    ...record,
    provisioningState: kind,
    operation: {
      kind,
      operationId: operation.id,
      startedAtMs: request.nowMs,
      ...outcome,
      ...(error ? { error } : {}),
    },
  };
  extensions.put(begun);
  return { operation, begun };
}

function startHeaders(
  { origin }: ArmRequest,
  operation: OperationRecord,
  timeout: string,
): Record<string, string> {
  const path = `${operation.resourceId}/operations/${operation.id}`;
  return {
    'azure-asyncoperation': `${origin}${path}?api-version=2023-05-01`,
    'operation-location': path,
    'x-ms-async-operation-timeout': timeout,
  };
}

function desired(
  request: ArmRequest,
  cluster: ConnectedClusterRecord,
  {
    properties,
    identity,
    plan,
  }: {
    properties: RequestedExtension;
    identity?: { type: string } | null | undefined;
    plan?: Record<string, unknown> | null | undefined;
  },
  existing: ExtensionRecord | undefined,
): ExtensionRecord {
  const autoUpgradeMinorVersion = properties.autoUpgradeMinorVersion ?? true;
  const protectedDigest =
    digestOf(properties.configurationProtectedSettings) ?? existing?.protectedDigest;
  const knownPlan = plan ?? existing?.plan;
  return {
    id: existing?.id ?? extensionId(request),
    name: existing?.name ?? request.parameters.extensionName,
    clusterKey: armIdKey(cluster.id),
    subscriptionId: subscriptionOf(cluster.id),
    extensionType: properties.extensionType,
    autoUpgradeMinorVersion,
    ...releaseTrainOf(properties, autoUpgradeMinorVersion),
    ...(properties.version ? { version: properties.version } : {}),
    scope: scopeOf(properties, existing),
    configurationSettings: properties.configurationSettings ?? {},
    ...(protectedDigest === undefined ? {} : { protectedDigest }),
    ...(identity?.type === 'SystemAssigned'
      ? { principalId: existing?.principalId ?? randomUUID() }
      : {}),
    ...(knownPlan ? { plan: knownPlan } : {}),
    provisioningState: 'Creating',
    ...(existing?.currentVersion === undefined ? {} : { currentVersion: existing.currentVersion }),
    statuses: [],
    createdAtMs: existing?.createdAtMs ?? request.nowMs,
    modifiedAtMs: request.nowMs,
    systemData: stampSystemData(existing?.systemData, request.principal, request.nowMs),
  };
}

function releaseTrainOf(
  { releaseTrain }: RequestedExtension,
  autoUpgradeMinorVersion: boolean,
): { releaseTrain?: string } {
  if (releaseTrain) return { releaseTrain };
  return autoUpgradeMinorVersion ? { releaseTrain: 'Stable' } : {};
}

function scopeOf(
  { scope, extensionType }: RequestedExtension,
  existing: ExtensionRecord | undefined,
): ExtensionScope {
  if (existing) return existing.scope;
  if (scope?.namespace)
    return { namespace: { targetNamespace: scope.namespace.targetNamespace ?? 'default' } };
  const usual = extensionType.toLowerCase().includes('azureml') ? 'azureml' : 'default';
  return { cluster: { releaseNamespace: scope?.cluster?.releaseNamespace ?? usual } };
}

function digestOf(settings: Record<string, string> | null | undefined): string | undefined {
  if (!settings || Object.keys(settings).length === 0) return undefined;
  const text = JSON.stringify(Object.entries(settings).sort(([a], [b]) => a.localeCompare(b)));
  return createHash('sha256').update(text).digest('hex');
}

/** Whether a write asks for nothing new of an extension that is in good order or on its way there. */
function isSame(existing: ExtensionRecord, wanted: ExtensionRecord): boolean {
  const shape = (record: ExtensionRecord): string =>
    JSON.stringify([
      record.autoUpgradeMinorVersion,
      record.releaseTrain,
      record.version,
      Object.entries(record.configurationSettings).sort(([a], [b]) => a.localeCompare(b)),
      record.protectedDigest,
    ]);
  return existing.provisioningState !== 'Failed' && shape(existing) === shape(wanted);
}

function checkExisting(existing: ExtensionRecord | undefined, wanted: RequestedExtension): void {
  if (!existing) return;
  if (existing.operation?.kind === 'Deleting') checkSettled(existing);
  if (existing.extensionType.toLowerCase() !== wanted.extensionType.toLowerCase())
    throw new ArmRefusal(400, {
      code: 'PropertyChangeNotAllowed',
      message: `Changing property 'properties.extensionType' is not allowed.`,
      target: 'properties.extensionType',
    });
}

function checkSettled(existing: ExtensionRecord): void {
  if (existing.operation)
    throw new ArmRefusal(409, {
      code: 'Conflict',
      message: `An operation on the extension '${existing.name}' is in progress (${existing.provisioningState}). Please try again when that is done.`,
    });
}
