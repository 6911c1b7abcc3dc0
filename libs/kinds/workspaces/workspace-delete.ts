import { type OperationDefinition, awaitDeletion, deleteIt } from '#libs/operations';
import { dependencyRoles } from './dependencies/dependency-role.js';
import { deleteDependency } from './dependencies/remove-dependency.step.js';
import { workspace } from './workspace.profile.js';

/**
 * Without `purge` Azure keeps the name, and what it needs to recover it (docs/azure-facts.md#workspaces). What lived in
 * it goes with it; what was made for it alone goes where that is asked for.
 */
export const workspaceDelete: OperationDefinition = {
  kind: 'WORKSPACE_DELETE',
  summary: 'Deletes a workspace with its computes.',
  during: 'DELETING',
  steps: [
    deleteIt(workspace),
    awaitDeletion(workspace),
    ...dependencyRoles.toReversed().map(deleteDependency),
  ],
};
