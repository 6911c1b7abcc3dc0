import { type OperationDefinition, awaitDeletion, deleteIt } from '#libs/operations';
import { whileConnected } from '../../connected-clusters/while-connected.js';
import { arcExtension } from '../arc-extension.profile.js';
import { uninstallInputOf } from './uninstall-input.js';

export const arcExtensionUninstall: OperationDefinition = {
  kind: 'ARC_EXTENSION_UNINSTALL',
  summary: 'Takes an extension off its cluster.',
  during: 'DELETING',
  steps: [
    deleteIt(arcExtension()),
    whileConnected(
      awaitDeletion(arcExtension()),
      (context) => uninstallInputOf(context).forceDelete,
    ),
  ],
};
