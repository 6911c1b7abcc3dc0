import type { ArmErrorBody } from '../arm-error.js';
import { amlDate } from '../computes/aml-date.js';
import { withKept } from '../kept-fields.js';
import type { ManagedIdentity } from '../managed-identity.js';
import type { SystemData } from '../system-data.js';
import type { Tags } from '../tags.js';

export interface KubernetesSettings {
  namespace: string;
  defaultInstanceType?: string | undefined;
  instanceTypes?: Record<string, unknown> | undefined;
  extensionInstanceReleaseTrain?: string | undefined;
  vcName?: string | undefined;
}

export interface KubernetesComputeRecord {
  id: string;
  subscriptionId: string;
  /** `armIdKey` of the workspace. */
  workspaceKey: string;
  name: string;
  location: string;
  tags?: Tags;
  identity?: ManagedIdentity;
  description?: string;
  /** The cluster, as the caller wrote it. */
  resourceId: string;
  settings: KubernetesSettings;
  extensionPrincipalId?: string;
  createdOnMs: number;
  modifiedOnMs: number;
  provisioningState: 'Creating' | 'Deleting' | 'Succeeded' | 'Failed';
  provisioningErrors?: ArmErrorBody[];
  operation?: {
    kind: 'Creating' | 'Deleting';
    operationId: string;
    endsAtMs?: number;
    error?: ArmErrorBody;
  };
  systemData: SystemData;
  /** What it was sent beyond what is played here. */
  kept?: unknown;
}

/** What Azure has where the attach named no instance types (docs/azure-facts.md#attached-kubernetes-clusters). */
const impliedTypes = {
  defaultinstancetype: {
    nodeSelector: null,
    resources: { requests: { cpu: '100m', memory: '2Gi' }, limits: { cpu: '2', memory: '2Gi' } },
  },
};

/** An attached cluster as ARM answers it. Connection strings are secrets and left out as null. */
export const viewKubernetesCompute = (record: KubernetesComputeRecord): object =>
  withKept(viewOf(record), record.kept);

function viewOf(record: KubernetesComputeRecord): object {
  const { settings } = record;
  return {
    id: record.id,
    name: record.name,
    type: 'Microsoft.MachineLearningServices/workspaces/computes',
    location: record.location,
    tags: record.tags ?? null,
    ...(record.identity ? { identity: record.identity } : {}),
    properties: {
      ...(record.description === undefined ? {} : { description: record.description }),
      createdOn: amlDate(record.createdOnMs),
      modifiedOn: amlDate(record.modifiedOnMs),
      disableLocalAuth: false,
      resourceId: record.resourceId,
      computeType: 'Kubernetes',
      computeLocation: record.location,
      provisioningState: record.provisioningState,
      provisioningErrors: record.provisioningErrors?.map((error) => ({ error })) ?? null,
      isAttachedCompute: true,
      properties: {
        ...settings,
        relayConnectionString: null,
        serviceBusConnectionString: null,
        extensionPrincipalId: record.extensionPrincipalId ?? null,
        defaultInstanceType: settings.defaultInstanceType ?? 'defaultinstancetype',
        instanceTypes: settings.instanceTypes ?? impliedTypes,
      },
    },
    systemData: record.systemData,
  };
}
