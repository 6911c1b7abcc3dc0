import {
  type OperationDefinition,
  awaitDeletion,
  awaitWritten,
  checkNameIsFree,
  undoCreation,
  putNew,
  verify,
} from '#libs/operations';
import { workspace } from './workspace.profile.js';

export const workspaceCreate: OperationDefinition = {
  kind: 'WORKSPACE_CREATE',
  summary: 'Creates a workspace.',
  during: 'CREATING',
  putsWhole: true,
  steps: [
    checkNameIsFree(workspace),
    putNew(workspace),
    awaitWritten(workspace),
    verify(workspace),
  ],
  compensation: [undoCreation(workspace), awaitDeletion(workspace, 'await removal')],
  onCanceled: { gone: true },
};
