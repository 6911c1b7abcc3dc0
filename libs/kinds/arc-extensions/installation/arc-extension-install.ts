import {
  type OperationDefinition,
  awaitDeletion,
  checkNameIsFree,
  undoCreation,
  verify,
} from '#libs/operations';
import {
  checkConnectedCluster,
  connectedClusterOfExtension,
} from '../../connected-clusters/check-connected-cluster.step.js';
import { whileConnected } from '../../connected-clusters/while-connected.js';
import { arcExtension } from '../arc-extension.profile.js';
import { awaitExtension } from './await-extension.step.js';
import { putExtension } from './put-extension.step.js';

export const arcExtensionInstall: OperationDefinition = {
  kind: 'ARC_EXTENSION_INSTALL',
  summary: 'Installs the Azure Machine Learning extension on a connected cluster.',
  during: 'CREATING',
  steps: [
    checkConnectedCluster(connectedClusterOfExtension),
    checkNameIsFree(arcExtension()),
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
