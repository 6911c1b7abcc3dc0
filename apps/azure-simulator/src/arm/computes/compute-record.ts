import type { ArmErrorBody } from '../arm-error.js';
import type { ManagedIdentity } from '../managed-identity.js';
import type { SystemData } from '../system-data.js';
import type { Tags } from '../tags.js';
import type { ClusterSettings } from './aml-compute/cluster-settings.js';
import type { ClusterState } from './aml-compute/cluster-state.js';

export interface ComputeOperation {
  kind: 'Creating' | 'Updating' | 'Deleting';
  operationId: string;
  endsAtMs?: number;
  error?: ArmErrorBody;
}

export interface ComputeRecord {
  id: string;
  subscriptionId: string;
  resourceGroupName: string;
  workspaceName: string;
  /** `armIdKey` of the workspace. */
  workspaceKey: string;
  name: string;
  /** The workspace's. */
  location: string;
  /** Where the machines are. */
  computeLocation: string;
  tags?: Tags;
  sku?: Record<string, unknown>;
  identity?: ManagedIdentity;
  computeType: 'AmlCompute';
  description?: string;
  disableLocalAuth?: boolean;
  createdOnMs: number;
  modifiedOnMs: number;
  provisioningState: 'Creating' | 'Updating' | 'Deleting' | 'Succeeded' | 'Failed';
  /** Has been Succeeded once: there can be nodes. */
  isBuilt: boolean;
  provisioningErrors?: ArmErrorBody[];
  operation?: ComputeOperation;
  systemData: SystemData;
  settings: ClusterSettings;
  state: ClusterState;
  /** What it was sent beyond what is played here. */
  kept?: unknown;
}
