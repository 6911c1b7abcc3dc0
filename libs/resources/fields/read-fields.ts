import type { z } from 'zod';
import { isObject } from '#libs/kernel';
import { isStoredAsRead } from './stored-as-read.js';

/** What could be read of a stored object. */
export interface ReadFields<T> {
  fields: Partial<T>;
  /** Names of fields that are there and are not what the schema says. A missing one is an older row's, and no mistake. */
  unreadable: string[];
  /** Whether every field is there, as the stored object has it, and nothing beside. */
  isWhole: boolean;
}

/** The fields of a stored object, each by itself. Never throws; unknown fields are left out. */
export function readFields<S extends z.ZodObject>(
  schema: S,
  stored: unknown,
): ReadFields<z.output<S>> {
  if (isStoredAsRead(schema, stored))
    return { fields: stored as z.output<S>, unreadable: [], isWhole: true };
  const given = isObject(stored) ? stored : {};
  const names = Object.keys(schema.shape).filter((name) => given[name] !== undefined);
  const read = names.map((name) => [
    name,
    (schema.shape[name] as z.ZodType).safeParse(given[name]),
  ]);
  return fieldsOf(read as [string, z.ZodSafeParseResult<unknown>][]);
}

const fieldsOf = <T>(read: [string, z.ZodSafeParseResult<unknown>][]): ReadFields<T> => ({
  fields: Object.fromEntries(
    read.flatMap(([name, { success, data }]) => (success ? [[name, data]] : [])),
  ) as Partial<T>,
  unreadable: read.flatMap(([name, { success }]) => (success ? [] : [name])),
  isWhole: false,
});
