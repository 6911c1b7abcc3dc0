import type { ArmId } from '#libs/kernel';

/** The row of a connected cluster that an attachment is of. */
export interface FoundConnectedCluster {
  id: string;
  armId: ArmId;
}
