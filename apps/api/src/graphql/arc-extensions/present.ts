import {
  shownExtension,
  type ArcExtensionDesired,
  type ArcExtensionObserved,
} from '#libs/kinds/arc-extensions';
import type { ResourceRow } from '../../reads/rows.js';

/** An extension as clients see it, beside what every resource has. */
export function present({ desired: asked, observed: found }: ResourceRow) {
  const observed = (found ?? null) as ArcExtensionObserved | null;
  const { settingReferences, ...shown } = shownExtension(asked as ArcExtensionDesired, observed);
  return {
    ...shown,
    version: observed?.version ?? null,
    protectedSettings: Object.entries(settingReferences).map(([name, reference]) => ({
      name,
      reference,
    })),
  };
}
