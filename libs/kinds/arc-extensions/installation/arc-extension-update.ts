import { type OperationDefinition, verify, askedFields } from '#libs/operations';
import {
  checkConnectedCluster,
  connectedClusterOfExtension,
} from '../../connected-clusters/check-connected-cluster.step.js';
import { arcExtension } from '../arc-extension.profile.js';
import { awaitExtension } from './await-extension.step.js';
import { putChangedExtension } from './put-extension.step.js';

export const arcExtensionUpdate: OperationDefinition = {
  kind: 'ARC_EXTENSION_UPDATE',
  summary: 'Changes the settings of an extension.',
  during: 'UPDATING',
  putsWhole: true,
  steps: [
    checkConnectedCluster(connectedClusterOfExtension),
    putChangedExtension,
    awaitExtension,
    verify(arcExtension(), askedFields),
  ],
};
