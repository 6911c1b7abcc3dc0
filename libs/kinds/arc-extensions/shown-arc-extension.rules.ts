import { withoutCase, shownText } from '#libs/resources';
import { desiredFromObserved } from './found-extension.rules.js';
import type { ArcExtensionDesired, ArcExtensionObserved } from './arc-extension.schema.js';

/** An extension as Azure has it; as it was asked for until Azure has said anything (ADR 0022). Protected settings: Azure keeps them to itself. */
export function shownExtension(
  asked: ArcExtensionDesired,
  found: ArcExtensionObserved | null,
): ArcExtensionDesired {
  if (!found) return asked;
  const standing = desiredFromObserved(found);
  return {
    ...standing,
    extensionType: shownText(asked.extensionType, found.extensionType, withoutCase),
    releaseTrain: shownText(asked.releaseTrain, standing.releaseTrain, withoutCase),
    version: found.version,
    releaseNamespace: found.releaseNamespace ?? asked.releaseNamespace,
    settingReferences: asked.settingReferences,
  };
}
