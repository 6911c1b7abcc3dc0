import { createHash, randomUUID } from 'node:crypto';
import { armIdKey, subscriptionOf } from '#libs/kernel';
import type { ArmRequest } from '../arm-request.js';
import type { ConnectedClusterRecord } from '../connected-clusters/connected-cluster-record.js';
import { beyond } from '../kept-fields.js';
import { stampSystemData } from '../system-data.js';
import { putExtensionSchema, type RequestedExtension } from './extension.schema.js';
import type { ExtensionRecord, ExtensionScope } from './extension-record.js';
import { extensionId } from './find-extension.js';

/** The record that a request asks for, over what stands. */
export function desired(
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
    kept: request.method === 'PUT' ? beyond(putExtensionSchema, request.body) : existing?.kept,
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
export function isSame(existing: ExtensionRecord, wanted: ExtensionRecord): boolean {
  const shape = (record: ExtensionRecord): string =>
    JSON.stringify([
      record.autoUpgradeMinorVersion,
      record.releaseTrain,
      record.version,
      Object.entries(record.configurationSettings).sort(([a], [b]) => a.localeCompare(b)),
      record.protectedDigest,
      record.kept,
    ]);
  return existing.provisioningState !== 'Failed' && shape(existing) === shape(wanted);
}
