import type { KindDefinition } from '../step.js';
import { arcExtension } from './arc-extension.profile.js';
import { awaitDeletion } from './await-deletion.step.js';
import { awaitExtension } from './await-extension.step.js';
import { checkCluster, clusterOfExtension } from './check-cluster.step.js';
import { checkName } from './check-name.step.js';
import { undoCreation } from './delete.step.js';
import { putExtension } from './put-extension.step.js';
import { verify } from './verify.step.js';
import { whileConnected } from './while-connected.js';

export const arcExtensionInstall: KindDefinition = {
  kind: 'ARC_EXTENSION_INSTALL',
  steps: [
    checkCluster(clusterOfExtension),
    checkName(arcExtension()),
    putExtension,
    awaitExtension,
    verify(arcExtension()),
  ],
  compensation: [
    undoCreation(arcExtension()),
    whileConnected(awaitDeletion(arcExtension(), 'await removal')),
  ],
  onCanceled: { gone: true },
};
