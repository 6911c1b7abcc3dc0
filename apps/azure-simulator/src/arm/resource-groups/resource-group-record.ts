import type { ArmErrorBody } from '../arm-error.js';
import { withKept } from '../kept-fields.js';
import type { Tags } from '../tags.js';

export interface ResourceGroupRecord {
  id: string;
  subscriptionId: string;
  name: string;
  location: string;
  managedBy?: string;
  tags?: Tags;
  /** What it was sent beyond what is played here. */
  kept?: unknown;
  /** The delete under way. */
  deleting?: { operationId: string; endsAtMs?: number; error?: ArmErrorBody };
}

/** A resource group as ARM answers it. */
export const viewResourceGroup = (record: ResourceGroupRecord): object =>
  withKept(viewOf(record), record.kept);

function viewOf(record: ResourceGroupRecord): object {
  return {
    id: record.id,
    name: record.name,
    type: 'Microsoft.Resources/resourceGroups',
    location: record.location,
    ...(record.managedBy === undefined ? {} : { managedBy: record.managedBy }),
    ...(record.tags === undefined ? {} : { tags: record.tags }),
    properties: { provisioningState: record.deleting ? 'Deleting' : 'Succeeded' },
  };
}
