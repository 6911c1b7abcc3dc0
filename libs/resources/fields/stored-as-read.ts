import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { isObject } from '#libs/kernel';

/** Whether a schema reads a stored value as just what it is. */
type Look = (value: unknown) => boolean;

const looks = new WeakMap<z.core.$ZodType, Look>();

/**
 * Whether the schema reads a stored object as just what it is, with every field there and none beside. Nothing is copied
 * for that: a page looks at each of its rows, and nearly all are whole.
 */
export function isStoredAsRead(schema: z.ZodObject, stored: unknown): boolean {
  return lookOf(schema)(stored);
}

function lookOf(schema: z.core.$ZodType): Look {
  const known = looks.get(schema);
  if (known) return known;
  const look = quickLook(schema) ?? thoroughLook(schema as z.ZodType);
  looks.set(schema, look);
  return look;
}

/** Undefined for what only the schema itself can tell. */
function quickLook(schema: z.core.$ZodType): Look | undefined {
  if (schema._zod.def.checks?.length) return undefined;
  if (schema instanceof z.ZodNumberFormat && schema.format === 'int32') return isInt32;
  if (schema instanceof z.ZodObject) return schema.def.catchall ? undefined : lookAtObject(schema);
  if (schema instanceof z.ZodArray) return lookAtArray(schema.def.element);
  if (schema instanceof z.ZodString) return (value) => typeof value === 'string';
  if (schema instanceof z.ZodBoolean) return (value) => typeof value === 'boolean';
  if (schema instanceof z.ZodEnum) return lookAtWords(schema.options);
  if (schema instanceof z.ZodNullable) return orNull(lookOf(schema.def.innerType));
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return lookOf(schema.def.innerType);
  return undefined;
}

/** So many texts of a schema that were found good are remembered, of so many characters at most: durations, times, ids. */
const remembered = { texts: 1_000, length: 200 };

function thoroughLook(schema: z.ZodType): Look {
  const good = new Set<unknown>();
  return (value) => {
    if (good.has(value)) return true;
    const { success, data } = schema.safeParse(value);
    const isSame = success && (data === value || isDeepStrictEqual(data, value));
    if (isSame && isShortText(value) && good.size < remembered.texts) good.add(value);
    return isSame;
  };
}

const isShortText = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= remembered.length;

function lookAtObject({ shape }: z.ZodObject): Look {
  const fields = Object.entries<z.core.$ZodType>(shape).map(([name, schema]) => ({
    name,
    look: lookOf(schema),
  }));
  return (value) => {
    if (!isObject(value)) return false;
    for (const { name, look } of fields)
      if (value[name] === undefined || !look(value[name])) return false;
    return fieldsOf(value) === fields.length;
  };
}

function fieldsOf(value: object): number {
  let count = 0;
  for (const _name in value) count += 1;
  return count;
}

function lookAtArray(element: z.core.$ZodType): Look {
  const look = lookOf(element);
  return (value) => Array.isArray(value) && value.every(look);
}

const lookAtWords = (words: readonly unknown[]): Look => {
  const known = new Set(words);
  return (value) => known.has(value);
};

const orNull =
  (look: Look): Look =>
  (value) =>
    value === null || look(value);

const isInt32: Look = (value) => typeof value === 'number' && (value | 0) === value;
