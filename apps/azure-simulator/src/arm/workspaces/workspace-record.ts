import { tenantId } from '../../identity/tokens.js';
import type { ArmErrorBody } from '../arm-error.js';
import { withKept } from '../kept-fields.js';
import type { ManagedIdentity } from '../managed-identity.js';
import type { SystemData } from '../system-data.js';
import type { Tags } from '../tags.js';

export interface WorkspaceOperation {
  kind: 'Creating' | 'Deleting' | 'Purging';
  operationId: string;
  endsAtMs?: number;
  error?: ArmErrorBody;
}

export interface WorkspaceRecord {
  id: string;
  subscriptionId: string;
  resourceGroupName: string;
  name: string;
  location: string;
  tags?: Tags;
  sku: Record<string, unknown>;
  kind: string;
  identity?: ManagedIdentity;
  /** What the caller set. */
  properties: Record<string, unknown>;
  workspaceId: string;
  provisioningState: 'Creating' | 'Updating' | 'Deleting' | 'Succeeded' | 'Failed';
  operation?: WorkspaceOperation;
  /** Deleted without a purge: answers as if it were gone and holds its name. */
  softDeleted?: true;
  /** From before general availability: refuses compute clusters. */
  legacy?: true;
  systemData: SystemData;
  /** What it was sent beyond what is played here. */
  kept?: unknown;
}

/** A workspace as ARM answers it. */
export const viewWorkspace = (record: WorkspaceRecord): object =>
  withKept(viewOf(record), record.kept);

function viewOf(record: WorkspaceRecord): object {
  return {
    id: record.id,
    name: record.name,
    type: 'Microsoft.MachineLearningServices/workspaces',
    location: record.location,
    ...(record.tags === undefined ? {} : { tags: record.tags }),
    ...(record.identity === undefined ? {} : { identity: record.identity }),
    kind: record.kind,
    sku: record.sku,
    properties: {
      friendlyName: record.name,
      description: '',
      containerRegistry: null,
      hbiWorkspace: false,
      v1LegacyMode: false,
      publicNetworkAccess: 'Enabled',
      ...record.properties,
      ...readOnly(record),
    },
    systemData: record.systemData,
  };
}

function readOnly(record: WorkspaceRecord): object {
  return {
    workspaceId: record.workspaceId,
    provisioningState: record.provisioningState,
    privateLinkCount: 0,
    storageHnsEnabled: false,
    tenantId,
    discoveryUrl: `https://${record.location}.api.azureml.ms/discovery`,
    mlFlowTrackingUri: `azureml://${record.location}.api.azureml.ms/mlflow/v1.0${record.id}`,
    notebookInfo: {
      fqdn: `ml-${record.name.toLowerCase()}-${record.location}-${record.workspaceId}.${record.location}.notebooks.azure.net`,
      resourceId: record.workspaceId.replaceAll('-', ''),
      notebookPreparationError: null,
    },
  };
}
