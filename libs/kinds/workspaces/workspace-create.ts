import type { KindDefinition } from '../../operations/step.js';
import { awaitDeletion } from '../../operations/steps/await-deletion.step.js';
import { awaitWritten } from '../../operations/steps/await-written.step.js';
import { checkName } from '../../operations/steps/check-name.step.js';
import { undoCreation } from '../../operations/steps/delete.step.js';
import { putNew } from '../../operations/steps/put-new.step.js';
import { verify } from '../../operations/steps/verify.step.js';
import { workspace } from './workspace.profile.js';

export const workspaceCreate: KindDefinition = {
  kind: 'WORKSPACE_CREATE',
  steps: [checkName(workspace), putNew(workspace), awaitWritten(workspace), verify(workspace)],
  compensation: [undoCreation(workspace), awaitDeletion(workspace, 'await removal')],
  onCanceled: { gone: true },
};
