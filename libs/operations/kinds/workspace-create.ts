import type { KindDefinition } from '../step.js';
import { awaitDeletion } from './await-deletion.step.js';
import { awaitWritten } from './await-written.step.js';
import { checkName } from './check-name.step.js';
import { undoCreation } from './delete.step.js';
import { putNew } from './put-new.step.js';
import { verify } from './verify.step.js';
import { workspace } from './workspace.profile.js';

export const workspaceCreate: KindDefinition = {
  kind: 'WORKSPACE_CREATE',
  steps: [checkName(workspace), putNew(workspace), awaitWritten(workspace), verify(workspace)],
  compensation: [undoCreation(workspace), awaitDeletion(workspace, 'await removal')],
  onCanceled: { gone: true },
};
