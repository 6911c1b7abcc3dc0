import type { KindDefinition } from '../../operations/step.js';
import { verify } from '../../operations/steps/verify.step.js';
import { askedFields } from '../asked-fields.js';
import {
  checkCluster,
  clusterOfExtension,
} from '../connected-clusters/check-connected-cluster.step.js';
import { arcExtension } from './arc-extension.profile.js';
import { awaitExtension } from './await-extension.step.js';
import { putChangedExtension } from './put-extension.step.js';

export const arcExtensionUpdate: KindDefinition = {
  kind: 'ARC_EXTENSION_UPDATE',
  steps: [
    checkCluster(clusterOfExtension),
    putChangedExtension,
    awaitExtension,
    verify(arcExtension(), askedFields),
  ],
};
