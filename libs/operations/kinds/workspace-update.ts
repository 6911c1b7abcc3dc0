import type { KindDefinition } from '../step.js';
import { askedFields } from './asked-fields.js';
import { awaitWritten } from './await-written.step.js';
import { putChanged } from './put-changed.step.js';
import { verify } from './verify.step.js';
import { workspace } from './workspace.profile.js';

/** Changes the tags of a workspace. */
export const workspaceUpdate: KindDefinition = {
  kind: 'WORKSPACE_UPDATE',
  steps: [putChanged(workspace), awaitWritten(workspace), verify(workspace, askedFields)],
};
