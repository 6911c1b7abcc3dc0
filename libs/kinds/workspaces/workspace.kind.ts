import type { KindDefinition } from '../kind-definition.js';
import { createWorkspace } from './create-workspace.verb.js';
import { deleteWorkspace } from './delete-workspace.verb.js';
import { readWorkspaceRow } from './read-workspace-row.js';
import { workspaceCreate } from './workspace-create.js';
import { workspaceDelete } from './workspace-delete.js';
import { workspaceUpdate } from './workspace-update.js';
import { observeWorkspace } from './workspace.body.js';
import { compareWorkspace } from './workspace.compare.js';
import { workspaceDesiredSchema } from './workspace.schema.js';

export const workspaces: KindDefinition = {
  kind: 'WORKSPACE',
  node: 'Workspace',
  folder: 'workspaces',
  operations: [workspaceCreate, workspaceUpdate, workspaceDelete],
  verbs: [createWorkspace, deleteWorkspace],
  observe: observeWorkspace,
  read: readWorkspaceRow,
  compare: compareWorkspace,
  // A change sends back what Azure has.
  sends: { schema: workspaceDesiredSchema, byChange: () => false },
  tagging: { operation: 'WORKSPACE_UPDATE' },
};
