import {
  type OperationDefinition,
  awaitWritten,
  putChanged,
  verify,
  askedFields,
} from '#libs/operations';
import { workspace } from './workspace.profile.js';

/** Changes the tags of a workspace. */
export const workspaceUpdate: OperationDefinition = {
  kind: 'WORKSPACE_UPDATE',
  summary: 'Changes the tags of a workspace.',
  during: 'UPDATING',
  putsWhole: true,
  steps: [putChanged(workspace), awaitWritten(workspace), verify(workspace, askedFields)],
};
