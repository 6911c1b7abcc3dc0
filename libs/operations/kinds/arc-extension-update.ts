import type { KindDefinition } from '../step.js';
import { askedFields } from './asked-fields.js';
import { arcExtension } from './arc-extension.profile.js';
import { awaitExtension } from './await-extension.step.js';
import { checkCluster, clusterOfExtension } from './check-cluster.step.js';
import { putChangedExtension } from './put-extension.step.js';
import { verify } from './verify.step.js';

export const arcExtensionUpdate: KindDefinition = {
  kind: 'ARC_EXTENSION_UPDATE',
  steps: [
    checkCluster(clusterOfExtension),
    putChangedExtension,
    awaitExtension,
    verify(arcExtension(), askedFields),
  ],
};
