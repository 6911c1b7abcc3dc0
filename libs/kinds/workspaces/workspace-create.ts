import {
  type OperationDefinition,
  awaitDeletion,
  awaitWritten,
  checkNameIsFree,
  undoCreation,
  putNew,
  verify,
} from '#libs/operations';
import { dependencyRoles } from './dependencies/dependency-role.js';
import { makeDependency } from './dependencies/make-dependency.step.js';
import { removeDependency } from './dependencies/remove-dependency.step.js';
import { purgedWorkspace, workspace } from './workspace.profile.js';

/**
 * What the request left to Armature is made first, a step each. A cancel takes all of it away again, for good, so that the
 * same names can be used once more (ADR 0062).
 */
export const workspaceCreate: OperationDefinition = {
  kind: 'WORKSPACE_CREATE',
  summary: 'Creates a workspace.',
  during: 'CREATING',
  putsWhole: true,
  steps: [
    checkNameIsFree(workspace),
    ...dependencyRoles.map(makeDependency),
    putNew(workspace),
    awaitWritten(workspace),
    verify(workspace),
  ],
  compensation: [
    undoCreation(purgedWorkspace),
    awaitDeletion(workspace, 'await removal'),
    ...dependencyRoles.toReversed().map(removeDependency),
  ],
  onCanceled: { gone: true },
};
