import {
  extensionSettings,
  shownExtension,
  type ArcExtensionDesired,
  type ArcExtensionObserved,
} from '#libs/kinds/arc-extensions';
import { presentedWith } from '../presented-resource.js';

/** An extension as clients see it. */
export class Presented extends presentedWith<typeof extensionSettings, ArcExtensionObserved>(
  extensionSettings,
) {
  get version() {
    return this.observed?.version ?? null;
  }
  get settings() {
    return this.shown.settings;
  }
  get extraSettings() {
    return this.shown.extraSettings;
  }
  get protectedSettings() {
    return Object.entries(this.shown.settingReferences).map(([name, reference]) => ({
      name,
      reference,
    }));
  }
  private get shown() {
    return shownExtension(this.row.desired as ArcExtensionDesired, this.observed);
  }
}
