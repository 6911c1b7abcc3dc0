import type { KindDefinition } from '../../operations/step.js';
import { awaitDeletion } from '../../operations/steps/await-deletion.step.js';
import { deleteIt } from '../../operations/steps/delete.step.js';
import { inputOf } from '../../operations/operation-input.rules.js';
import { whileConnected } from '../connected-clusters/while-connected.js';
import { arcExtension } from './arc-extension.profile.js';

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
