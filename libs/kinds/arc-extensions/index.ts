export { observeExtension } from './arc-extension.body.js';
export type { ArcExtensionDesired, ArcExtensionObserved } from './arc-extension.schema.js';
export { azureMlExtensionType, extensionSettings } from './arc-extension.settings.js';
export { defaultSettings } from './settings/extension-settings.schema.js';
export { desiredFromObserved } from './found-extension.rules.js';
export { installArcExtension } from './installation/install-arc-extension.verb.js';
export { shownExtension } from './shown-arc-extension.rules.js';
export { uninstallArcExtension } from './installation/uninstall-arc-extension.verb.js';
export { updateArcExtension } from './installation/update-arc-extension.verb.js';
