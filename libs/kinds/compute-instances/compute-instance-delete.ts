import type { KindDefinition } from '../../operations/step.js';
import { awaitDeletion } from '../../operations/steps/await-deletion.step.js';
import { deleteIt } from '../../operations/steps/delete.step.js';
import { computeInstance } from './compute-instance.profile.js';

export const computeInstanceDelete: KindDefinition = {
  kind: 'COMPUTE_INSTANCE_DELETE',
  steps: [deleteIt(computeInstance), awaitDeletion(computeInstance)],
};
