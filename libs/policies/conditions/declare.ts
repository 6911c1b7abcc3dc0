import type { Environment } from '@marcbachmann/cel-js';
import { isFields, type FactFields, type FactType } from '../facts/fact-type.js';
import { bringDuration } from './bring-duration.js';

/** Makes a value of a declared type from JSON; undefined where it is not there. */
type Bring = (value: unknown) => unknown;

/** Declares a type of the environment, named by the path that leads to it. */
export function declare(
  environment: Environment,
  path: string,
  type: FactType,
): { name: string; bring: Bring } {
  if (typeof type === 'string') return simple[type];
  if (isFields(type)) return declareFields(environment, path, type);
  if ('listOf' in type) {
    const { name, bring } = declare(environment, path, type.listOf);
    const bringAll = (value: unknown) => (Array.isArray(value) ? value.map(bring) : undefined);
    return { name: `list<${name}>`, bring: bringAll };
  }
  const { name, bring } = declare(environment, path, type.mapOf);
  return { name: `map<string, ${name}>`, bring: (value) => bringMap(value, bring) };
}

function declareFields(environment: Environment, path: string, { fields }: FactFields) {
  const declared = Object.entries(fields).map(
    ([field, inner]) => [field, declare(environment, `${path}.${field}`, inner)] as const,
  );
  // A class of its own is how the library knows a value's type.
  const Of = class {
    [field: string]: unknown;
  };
  const typed = Object.fromEntries(declared.map(([field, { name }]) => [field, name]));
  environment.registerType(path, { ctor: Of, fields: typed });
  const bring: Bring = (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const made = new Of();
    for (const [field, its] of declared) {
      const brought = given((value as Record<string, unknown>)[field], its.bring);
      if (brought !== undefined) made[field] = brought;
    }
    return made;
  };
  return { name: path, bring };
}

const given = (value: unknown, bring: Bring): unknown =>
  value === null || value === undefined ? undefined : bring(value);

const bringMap = (value: unknown, bring: Bring): Map<string, unknown> | undefined =>
  typeof value === 'object' && value !== null
    ? new Map(Object.entries(value).map(([key, inner]) => [key, bring(inner)]))
    : undefined;

const only =
  (is: string): Bring =>
  (value) =>
    typeof value === is ? value : undefined;

const simple: Record<Extract<FactType, string>, { name: string; bring: Bring }> = {
  string: { name: 'string', bring: only('string') },
  bool: { name: 'bool', bring: only('boolean') },
  double: { name: 'double', bring: only('number') },
  int: {
    name: 'int',
    bring: (value) => (Number.isInteger(value) ? BigInt(value as number) : undefined),
  },
  duration: { name: 'google.protobuf.Duration', bring: bringDuration },
  timestamp: { name: 'google.protobuf.Timestamp', bring: (value) => new Date(String(value)) },
  tags: { name: 'map<string, string>', bring: bringTags },
  dyn: { name: 'dyn', bring: bringAnything },
};

/** Read by a name in any case. The library knows a map by its class, so it stays a Map. */
function bringTags(value: unknown): unknown {
  const tags = bringMap(value, only('string'));
  if (!tags) return undefined;
  const byKey = new Map([...tags].map(([key, inner]) => [key.toLowerCase(), inner]));
  return Object.assign(tags, { get: (key: string) => byKey.get(String(key).toLowerCase()) });
}

/** Whole numbers are `int` wherever they stand. */
function bringAnything(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(bringAnything);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return new Map(entries.map(([key, inner]) => [key, bringAnything(inner)]));
}
