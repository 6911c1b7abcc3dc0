import type { KindDefinition } from '../../operations/step.js';
import { awaitWritten } from '../../operations/steps/await-written.step.js';
import { putChanged } from '../../operations/steps/put-changed.step.js';
import { verify } from '../../operations/steps/verify.step.js';
import { askedFields } from '../asked-fields.js';
import { workspace } from './workspace.profile.js';

/** Changes the tags of a workspace. */
export const workspaceUpdate: KindDefinition = {
  kind: 'WORKSPACE_UPDATE',
  steps: [putChanged(workspace), awaitWritten(workspace), verify(workspace, askedFields)],
};
