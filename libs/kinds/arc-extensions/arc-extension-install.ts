import type { KindDefinition } from '../../operations/step.js';
import { awaitDeletion } from '../../operations/steps/await-deletion.step.js';
import { checkName } from '../../operations/steps/check-name.step.js';
import { undoCreation } from '../../operations/steps/delete.step.js';
import { verify } from '../../operations/steps/verify.step.js';
import {
  checkCluster,
  clusterOfExtension,
} from '../connected-clusters/check-connected-cluster.step.js';
import { whileConnected } from '../connected-clusters/while-connected.js';
import { arcExtension } from './arc-extension.profile.js';
import { awaitExtension } from './await-extension.step.js';
import { putExtension } from './put-extension.step.js';

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
