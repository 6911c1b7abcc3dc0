import type { ProvisioningError } from '#libs/kernel';

export type OperationStatus =
  'AWAITING_APPROVAL' | 'QUEUED' | 'RUNNING' | 'CANCELING' | 'SUCCEEDED' | 'FAILED' | 'CANCELED';

export type OperationKind =
  | 'RESOURCE_GROUP_CREATE'
  | 'RESOURCE_GROUP_UPDATE'
  | 'RESOURCE_GROUP_DELETE'
  | 'WORKSPACE_CREATE'
  | 'WORKSPACE_UPDATE'
  | 'WORKSPACE_DELETE'
  | 'COMPUTE_CLUSTER_CREATE'
  | 'COMPUTE_CLUSTER_UPDATE'
  | 'COMPUTE_CLUSTER_DELETE'
  | 'COMPUTE_INSTANCE_CREATE'
  | 'COMPUTE_INSTANCE_UPDATE'
  | 'COMPUTE_INSTANCE_START'
  | 'COMPUTE_INSTANCE_STOP'
  | 'COMPUTE_INSTANCE_RESTART'
  | 'COMPUTE_INSTANCE_RESIZE'
  | 'COMPUTE_INSTANCE_DELETE'
  | 'ARC_EXTENSION_INSTALL'
  | 'ARC_EXTENSION_UPDATE'
  | 'ARC_EXTENSION_UNINSTALL'
  | 'KUBERNETES_COMPUTE_ATTACH'
  | 'KUBERNETES_COMPUTE_PROVISION'
  | 'KUBERNETES_COMPUTE_REATTACH'
  | 'KUBERNETES_COMPUTE_DETACH';

export type StepStatus =
  'PENDING' | 'RUNNING' | 'WAITING' | 'SUCCEEDED' | 'FAILED' | 'SKIPPED' | 'CANCELED';

/** A row of `operation` as the engine reads it. */
export interface Operation {
  id: string;
  kind: OperationKind;
  status: OperationStatus;
  targetId: string;
  targetName: string;
  teamId: string;
  requestedById: string;
  idempotencyKey: string | null;
  /** What the steps need beyond the target's desired state, e.g. `{ purge: true }`. */
  input: Record<string, unknown>;
  currentStep: number;
  error: ProvisioningError | null;
  cancelRequestedAt: Date | null;
  channel: string;
  requestId: string;
  createdAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
  version: number;
  fence: number;
}
