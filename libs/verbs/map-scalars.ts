import type { z } from 'zod';
import { isObject } from '#libs/kernel';
import { gql, type GraphqlWords } from './gql.js';

/** What becomes of a scalar at `field`; `words` are those of its schema. */
type Change = (words: GraphqlWords, value: unknown, field: readonly string[]) => unknown;

/** The value with each of its scalars changed, which are found by the schema. What the schema does not know stays as it is. */
export function mapScalars(
  schema: z.core.$ZodType,
  value: unknown,
  field: readonly string[],
  change: Change,
): unknown {
  if (value === null || value === undefined) return value;
  const words = gql.get(schema as z.ZodType);
  if (words?.scalar !== undefined) return change(words, value, field);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const below = (inner: z.core.$ZodType, part: unknown, name: string): unknown =>
    mapScalars(inner, part, [...field, name], change);
  if (def.type === 'object')
    return mapMembers(value, (part, name) => {
      const inner = def.shape[name];
      return inner ? below(inner, part, name) : part;
    });
  if (def.type === 'record')
    return mapMembers(value, (part, name) => below(def.valueType, part, name));
  if (def.type === 'array')
    return Array.isArray(value)
      ? value.map((part, index) => below(def.element, part, String(index)))
      : value;
  if (def.type === 'union')
    return def.options.reduce<unknown>(
      (whole, option) => mapScalars(option, whole, field, change),
      value,
    );
  if (def.type === 'pipe') return mapScalars(def.in, value, field, change);
  // Optional, nullable, with a default and the like.
  return 'innerType' in def ? mapScalars(def.innerType, value, field, change) : value;
}

/** Parsing may have made something else of an object, and clients send what they like. */
const mapMembers = (value: unknown, change: (part: unknown, name: string) => unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(part, name)]))
    : value;
