export { observeExtension } from './arc-extension.body.js';
export type { ArcExtensionDesired, ArcExtensionObserved } from './arc-extension.schema.js';
export { azureMlExtensionType, extensionSettings } from './arc-extension.settings.js';
export { defaultSettings } from './settings/extension-settings.schema.js';
export { desiredFromObserved } from './found-extension.rules.js';
export { installArcExtension } from './install-arc-extension.verb.js';
export { shownExtension } from './shown-arc-extension.rules.js';
export { uninstallArcExtension } from './uninstall-arc-extension.verb.js';
export { updateArcExtension } from './update-arc-extension.verb.js';
