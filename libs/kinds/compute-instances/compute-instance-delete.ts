import { type OperationDefinition, awaitDeletion, deleteIt } from '#libs/operations';
import { computeInstance } from './compute-instance.profile.js';

export const computeInstanceDelete: OperationDefinition = {
  kind: 'COMPUTE_INSTANCE_DELETE',
  summary: 'Deletes a compute instance.',
  during: 'DELETING',
  steps: [deleteIt(computeInstance), awaitDeletion(computeInstance)],
};
