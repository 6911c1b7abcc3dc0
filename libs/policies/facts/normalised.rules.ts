import { normaliseLocation } from '#libs/kernel';
import { normaliseSize } from './normalise-size.rules.js';

/** What is written in more ways than one, by the names of its fields. */
const oneWay: Readonly<Record<string, (text: string) => string>> = {
  vmSize: (text) => text.toLowerCase(),
  location: normaliseLocation,
};

/** RequestFacts as conditions read them: sizes in lower case and regions as ARM names them, wherever they stand. */
export function normalised(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return oneWay[name]?.(value) ?? normaliseSize(value);
  if (Array.isArray(value)) return value.map((inner) => normalised(inner, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, normalised(inner, field)]),
  );
}
