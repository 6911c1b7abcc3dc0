export { observeExtension } from './arc-extension.body.js';
export {
  type ArcExtensionDesired,
  type ArcExtensionObserved,
  azureMlExtensionType,
  defaultSettings,
} from './arc-extension.schema.js';
export { desiredFromObserved } from './found-extension.rules.js';
export { shownExtension } from './shown-arc-extension.rules.js';
