import { nothing, refusal, type FieldPath, type Findings } from '#libs/resources';
import type { ArcExtensionObserved } from './arc-extension.schema.js';

/**
 * Who keeps an extension, where that is neither a team nor a person: what made it changes it back, or breaks
 * (docs/azure-facts.md#extensions-of-others). In words; undefined: it may be changed and taken away.
 */
export function whoseExtension(observed: unknown): string | undefined {
  const keeper = (observed as Partial<ArcExtensionObserved> | null)?.keeper;
  if (typeof keeper !== 'string' || keeper === '') return undefined;
  return keeper === 'Azure'
    ? 'It is an extension of Azure itself'
    : `It is kept by ${keeper}, which installed it`;
}

/** Refuses to change or take away what somebody else keeps, also where it is forced. */
export function checkKeeper(observed: unknown, path: FieldPath): Findings {
  const whose = whoseExtension(observed);
  return whose === undefined
    ? nothing
    : refusal('INVALID_STATE', path, `${whose}: it is never changed or removed from here.`);
}
