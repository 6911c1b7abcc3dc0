import type { KindDefinition } from '../kind-definition.js';
import { createWorkspace } from './create-workspace.verb.js';
import { deleteWorkspace } from './delete-workspace.verb.js';
import { leftByWorkspace } from './left-by-workspace.js';
import { readWorkspaceRow } from './read-workspace-row.js';
import { workspaceClaim } from './workspace-claim.js';
import { workspaceCreate } from './workspace-create.js';
import { workspaceDelete } from './workspace-delete.js';
import { workspaceUpdate } from './workspace-update.js';
import { observeWorkspace } from './workspace.body.js';
import { workspaceSettings } from './workspace.settings.js';
import { billedWorkspace } from './workspace.billed.js';

export const workspaces: KindDefinition = {
  kind: 'WORKSPACE',
  node: 'Workspace',
  folder: 'workspaces',
  operations: [workspaceClaim, workspaceCreate, workspaceUpdate, workspaceDelete],
  verbs: [createWorkspace, deleteWorkspace],
  observe: observeWorkspace,
  read: readWorkspaceRow,
  settings: workspaceSettings,
  leaves: leftByWorkspace,
  billed: billedWorkspace,
  tagging: { operation: 'WORKSPACE_UPDATE' },
};
