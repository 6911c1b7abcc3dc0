import type { KindDefinition } from '../step.js';
import { awaitDeletion } from './await-deletion.step.js';
import { computeInstance } from './compute-instance.profile.js';
import { deleteIt } from './delete.step.js';

export const computeInstanceDelete: KindDefinition = {
  kind: 'COMPUTE_INSTANCE_DELETE',
  steps: [deleteIt(computeInstance), awaitDeletion(computeInstance)],
};
