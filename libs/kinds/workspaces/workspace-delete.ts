import type { KindDefinition } from '../../operations/step.js';
import { awaitDeletion } from '../../operations/steps/await-deletion.step.js';
import { deleteIt } from '../../operations/steps/delete.step.js';
import { workspace } from './workspace.profile.js';

/**
 * Without `purge` Azure keeps the name, and what it needs to recover it (docs/azure-facts.md#workspaces). What lived in
 * it goes with it.
 */
export const workspaceDelete: KindDefinition = {
  kind: 'WORKSPACE_DELETE',
  steps: [deleteIt(workspace), awaitDeletion(workspace)],
};
