import { mapFailedExtension } from '#libs/arm-errors';
import type { KindDefinition } from '../kind-definition.js';
import { arcExtensionInstall } from './installation/arc-extension-install.js';
import { arcExtensionUninstall } from './installation/arc-extension-uninstall.js';
import { arcExtensionUpdate } from './installation/arc-extension-update.js';
import { observeExtension } from './arc-extension.body.js';
import { extensionSettings } from './arc-extension.settings.js';
import { installArcExtension } from './installation/install-arc-extension.verb.js';
import { leftByArcExtension } from './left-by-arc-extension.js';
import { readExtensionRow } from './read-arc-extension-row.js';
import { uninstallArcExtension } from './installation/uninstall-arc-extension.verb.js';
import { updateArcExtension } from './installation/update-arc-extension.verb.js';
import { billedArcExtension } from './arc-extension.billed.js';

export const arcExtensions: KindDefinition = {
  kind: 'ARC_EXTENSION',
  node: 'ArcExtension',
  folder: 'arc-extensions',
  operations: [arcExtensionInstall, arcExtensionUpdate, arcExtensionUninstall],
  verbs: [installArcExtension, uninstallArcExtension, updateArcExtension],
  observe: observeExtension,
  // Extensions say what is wrong in fields and words of their own (docs/azure-facts.md#errors-of-agents).
  errorsIn: mapFailedExtension,
  read: readExtensionRow,
  settings: extensionSettings,
  leaves: leftByArcExtension,
  billed: billedArcExtension,
  tagging: {
    operation: 'ARC_EXTENSION_UPDATE',
    refusal:
      'Azure keeps no tags on extensions: what this one is paid under was said when it was installed. Tag the computes that are attached through it.',
  },
};
