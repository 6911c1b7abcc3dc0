import type { KindDefinition } from '../step.js';
import { arcExtension } from './arc-extension.profile.js';
import { awaitDeletion } from './await-deletion.step.js';
import { deleteIt } from './delete.step.js';
import { inputOf } from '../operation-input.rules.js';
import { whileConnected } from './while-connected.js';

export const arcExtensionUninstall: KindDefinition = {
  kind: 'ARC_EXTENSION_UNINSTALL',
  steps: [
    deleteIt(arcExtension()),
    whileConnected(
      awaitDeletion(arcExtension()),
      ({ operation }) => inputOf(operation).forceDelete,
    ),
  ],
};
