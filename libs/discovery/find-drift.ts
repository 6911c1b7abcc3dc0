import { isDeepStrictEqual } from 'node:util';
import { armIdKey, durationSeconds, normaliseLocation } from '#libs/kernel';
import { readFields, type ProvisioningState, operationTag, sameTagKey } from '#libs/resources';
import type { ComputeDefinition } from '#libs/kinds';

/** How a resource stands in Azure: on its row, or as ARM has just answered. */
export interface Standing {
  provisioningState: ProvisioningState;
  /** As its kind observes it; null before the first look. */
  observed: unknown;
}

type Meaningful = ComputeDefinition['drift'];
type Fields = Record<string, unknown>;

/** What changed: only the fields that differ, and `provisioningState`. */
export interface Drift {
  before: Fields;
  after: Fields;
}

/**
 * What was changed in Azure between two looks; undefined where nothing that counts was. What one of the looks does not
 * tell, or nobody can read any more, has nothing to compare with: rows are as old as they are, and not every api-version
 * tells every field.
 */
export function findDrift(
  of: Meaningful | undefined,
  was: Standing,
  is: Standing,
): Drift | undefined {
  const [before, after] = [fieldsOf(of, was), fieldsOf(of, is)];
  const changed = ['provisioningState', ...(of?.fields ?? [])].filter(
    (name) =>
      name in before &&
      name in after &&
      !isDeepStrictEqual(formOf(name, before[name]), formOf(name, after[name])),
  );
  if (changed.length === 0) return undefined;
  const told = changed.includes('state') ? [...changed, 'lastOperation'] : changed;
  return { before: only(before, told), after: only(after, told) };
}

const only = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));

function fieldsOf(of: Meaningful | undefined, { provisioningState, observed }: Standing): Fields {
  const all: Fields = of ? readFields(of.schema, observed).fields : {};
  const fields = Object.entries(all).map(([name, value]) => [name, clean(name, value)]);
  return { ...(Object.fromEntries(fields) as Fields), provisioningState };
}

/** A field without what changes by itself, as an audit row shows it. */
function clean(name: string, value: unknown): unknown {
  if (value === null || value === undefined) return name === 'tags' ? {} : null;
  if (name === 'tags') return withoutOurs(value as Record<string, string>);
  if (name === 'identity') return without(value as Fields, ['defaultIdentity']);
  if (name === 'ssh') return without(value as Fields, ['port']);
  if (name === 'schedules')
    return (value as Fields[]).map((schedule) => without(schedule, ['id', 'provisioningStatus']));
  return value;
}

const without = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

/** All tags but the one that says which operation of ours wrote last. */
const withoutOurs = (tags: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !sameTagKey(key, operationTag)));

/** The form in which a field compares: as Azure compares it (docs/azure-facts.md#common-rules). */
function formOf(name: string, value: unknown): unknown {
  if (name === 'vmSize') return String(value).toLowerCase();
  if (name === 'location') return normaliseLocation(String(value));
  // A job that starts or ends on an instance is no change of it.
  if (name === 'state') return value === 'JOB_RUNNING' ? 'RUNNING' : value;
  return name === 'tags' ? value : deepForm(value);
}

/** ARM ids without case, durations by their seconds, lists without order. */
function deepForm(value: unknown): unknown {
  if (typeof value === 'string')
    return value.startsWith('/') ? armIdKey(value) : (durationSeconds(value) ?? value);
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(deepForm(item))).sort();
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, deepForm(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
