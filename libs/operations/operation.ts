import type { ProvisioningError } from '#libs/kernel';

export type OperationStatus =
  'AWAITING_APPROVAL' | 'QUEUED' | 'RUNNING' | 'CANCELING' | 'SUCCEEDED' | 'FAILED' | 'CANCELED';

/** What an operation does, e.g. COMPUTE_CLUSTER_CREATE. Which there are, the kinds of resources say. */
export type OperationKind = string;

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
