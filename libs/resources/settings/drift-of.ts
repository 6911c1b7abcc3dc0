import { armIdKey, durationSeconds } from '#libs/kernel';
import { sameTagKey, operationTag } from '../tags/tags.rules.js';
import type { AzureTags } from '../tags/tags.body.js';
import { isTold, type Setting, type Settings } from './setting.rules.js';

/** A field of `observed` whose change tells of somebody's doing. */
export interface DriftField {
  /** What the audit trail tells of it: without what changes by itself. */
  told(found: unknown): unknown;
  /** Equal for what is the same to Azure. */
  form(told: unknown): unknown;
  /** Fields that are told with it. */
  with?: readonly string[];
}

/** The settings of a table that count as drift. */
export const driftOf = (settings: Settings): Record<string, DriftField> =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, one]) =>
      isTold(one) && one.drift ? [[name, fieldOf(one)]] : [],
    ),
  );

const fieldOf = (one: Setting): DriftField => ({
  told: (found) => (one.told && found !== null ? one.told(found) : found),
  form: (told) => deepForm(one.told ? told : one.form(told)),
});

/** All tags but the one that says which operation of ours wrote last; none where Azure keeps none. */
export const tagsDrift: DriftField = {
  told: (tags) =>
    Object.fromEntries(
      Object.entries((tags ?? {}) as AzureTags).filter(([key]) => !sameTagKey(key, operationTag)),
    ),
  form: (tags) => tags,
};

/** ARM ids without case, durations by their seconds, lists without order. */
function deepForm(value: unknown): unknown {
  if (typeof value === 'string')
    return value.startsWith('/') ? armIdKey(value) : (durationSeconds(value) ?? value);
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(deepForm(item))).sort();
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, deepForm(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
