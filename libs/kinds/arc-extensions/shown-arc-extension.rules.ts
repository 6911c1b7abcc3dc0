import { shownSettings } from '#libs/resources';
import type { ArcExtensionDesired, ArcExtensionObserved } from './arc-extension.schema.js';
import { extensionSettings } from './arc-extension.settings.js';
import { desiredFromObserved } from './found-extension.rules.js';

/** An extension as Azure has it; as it was asked for until Azure has said anything (ADR 0022). Protected settings: Azure keeps them to itself. */
export function shownExtension(
  asked: ArcExtensionDesired,
  found: ArcExtensionObserved | null,
): ArcExtensionDesired {
  if (!found) return asked;
  const { settings, extraSettings } = desiredFromObserved(found);
  return { ...shownSettings(extensionSettings, asked, found), settings, extraSettings };
}
