import type { ArmErrorBody } from '../arm-error.js';
import type { SystemData } from '../system-data.js';
import type { Tags } from '../tags.js';

export interface DependencyOperation {
  kind: 'Creating' | 'Deleting' | 'Purging';
  operationId: string;
  endsAtMs?: number;
  error?: ArmErrorBody;
}

/** A storage account, key vault, registry or the like, which a workspace leans on. */
export interface DependencyRecord {
  id: string;
  subscriptionId: string;
  resourceGroupName: string;
  name: string;
  type: string;
  location: string;
  tags?: Tags;
  kind?: string;
  sku?: Record<string, unknown>;
  identity?: Record<string, unknown>;
  /** What the caller set. */
  properties: Record<string, unknown>;
  /** What Azure calls it itself; the same after it was recovered. */
  ownId: string;
  createdAt: string;
  provisioningState: string;
  operation?: DependencyOperation;
  /** Deleted and not purged: answers as if it were gone and holds its name. */
  softDeletedAtMs?: number;
  systemData: SystemData;
}
