import { isDeepStrictEqual } from 'node:util';
import { readFields, type ProvisioningState } from '#libs/resources';
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
  const form = (name: string, value: unknown) => of?.fields[name]?.form(value) ?? value;
  const changed = ['provisioningState', ...Object.keys(of?.fields ?? {})].filter(
    (name) =>
      name in before &&
      name in after &&
      !isDeepStrictEqual(form(name, before[name]), form(name, after[name])),
  );
  if (changed.length === 0) return undefined;
  const told = [...changed, ...changed.flatMap((name) => of?.fields[name]?.with ?? [])];
  return { before: only(before, told), after: only(after, told) };
}

const only = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));

/** As an audit row shows them. */
function fieldsOf(of: Meaningful | undefined, { provisioningState, observed }: Standing): Fields {
  const all: Fields = of ? readFields(of.schema, observed).fields : {};
  const told = Object.entries(all).map(([name, value]) => [
    name,
    of?.fields[name]?.told(value) ?? value ?? null,
  ]);
  return { ...(Object.fromEntries(told) as Fields), provisioningState };
}
