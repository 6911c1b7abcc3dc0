import { tenantId } from '../../identity/tokens.js';
import type { ArmErrorBody } from '../arm-error.js';
import { withKept } from '../kept-fields.js';
import type { SystemData } from '../system-data.js';

export interface ExtensionOperation {
  kind: 'Creating' | 'Updating' | 'Deleting';
  operationId: string;
  startedAtMs: number;
  /** When it is due next: its end, or where the cluster is offline its time-out. Absent: never. */
  endsAtMs?: number;
  /** The agents do not answer: nothing happens until they do. */
  isWaiting?: boolean;
  error?: ArmErrorBody;
}

export interface ExtensionStatus {
  code: string;
  displayStatus: string;
  level: 'Error' | 'Information';
  message: string;
  time: string;
}

export type ExtensionScope =
  { cluster: { releaseNamespace: string } } | { namespace: { targetNamespace: string } };

export interface ExtensionRecord {
  id: string;
  name: string;
  /** `armIdKey` of the cluster. */
  clusterKey: string;
  subscriptionId: string;
  extensionType: string;
  autoUpgradeMinorVersion: boolean;
  releaseTrain?: string;
  /** Only where autoUpgradeMinorVersion is false. */
  version?: string;
  scope: ExtensionScope;
  configurationSettings: Record<string, string>;
  /** A digest of the protected settings, to tell a change. Their values are never kept. */
  protectedDigest?: string;
  principalId?: string;
  plan?: Record<string, unknown>;
  /** Somebody else who keeps it. */
  keeper?: { managedBy?: string | undefined; isSystemExtension?: boolean | undefined };
  provisioningState: 'Creating' | 'Updating' | 'Deleting' | 'Succeeded' | 'Failed';
  currentVersion?: string;
  statuses: ExtensionStatus[];
  errorInfo?: ArmErrorBody;
  operation?: ExtensionOperation;
  createdAtMs: number;
  modifiedAtMs: number;
  statusAtMs?: number;
  systemData: SystemData;
  /** What it was sent beyond what is played here. */
  kept?: unknown;
}

/** The version with `installState`, and no long-running operations. */
export const firstVersion = '2020-07-01-preview';

const installStates = {
  Creating: 'Pending',
  Updating: 'Pending',
  Deleting: 'Pending',
  Succeeded: 'Installed',
  Failed: 'Failed',
} as const;

const isoOf = (ms: number): string => new Date(ms).toISOString();

/**
 * An extension as `apiVersion` has it (docs/azure-facts.md#cluster-extensions). Protected settings are never answered.
 */
export const viewExtension = (record: ExtensionRecord, apiVersion: string): object =>
  withKept(viewOf(record, apiVersion), record.kept);

function viewOf(record: ExtensionRecord, apiVersion: string): object {
  const isFirst = apiVersion.toLowerCase() === firstVersion;
  const identity = record.principalId && {
    type: 'SystemAssigned',
    principalId: record.principalId,
    tenantId,
  };
  return {
    id: record.id,
    name: record.name,
    type: 'Microsoft.KubernetesConfiguration/extensions',
    ...(identity && !isFirst ? { identity } : {}),
    ...(record.plan && !isFirst ? { plan: record.plan } : {}),
    properties: {
      extensionType: record.extensionType,
      autoUpgradeMinorVersion: record.autoUpgradeMinorVersion,
      ...(record.releaseTrain === undefined ? {} : { releaseTrain: record.releaseTrain }),
      scope: record.scope,
      configurationSettings: record.configurationSettings,
      statuses: record.statuses,
      ...(isFirst ? firstProperties(record) : laterProperties(record, apiVersion)),
      ...(identity && isFirst ? { identity } : {}),
    },
    systemData: record.systemData,
  };
}

const firstProperties = (record: ExtensionRecord): object => ({
  ...(record.version === undefined && record.currentVersion === undefined
    ? {}
    : { version: record.version ?? record.currentVersion }),
  installState: installStates[record.provisioningState],
  creationTime: isoOf(record.createdAtMs),
  lastModifiedTime: isoOf(record.modifiedAtMs),
  ...(record.statusAtMs === undefined ? {} : { lastStatusTime: isoOf(record.statusAtMs) }),
  ...(record.errorInfo ? { errorInfo: record.errorInfo } : {}),
});

/** `currentVersion` was called `installedVersion` before 2022-11-01 (docs/azure-facts.md#cluster-extensions). */
const laterProperties = (record: ExtensionRecord, apiVersion: string): object => ({
  version: record.version ?? null,
  provisioningState: record.provisioningState,
  [apiVersion < '2022-11-01' ? 'installedVersion' : 'currentVersion']:
    record.currentVersion ?? null,
  errorInfo: record.errorInfo ?? null,
  customLocationSettings: null,
  packageUri: null,
  isSystemExtension: record.keeper?.isSystemExtension ?? false,
  ...(record.keeper?.managedBy === undefined ? {} : { managedBy: record.keeper.managedBy }),
});
