import type { z } from 'zod';
import { mapScalars } from './map-scalars.js';

/** Finds the global ids of things by ARM ids, as they were written: of what may be seen by whoever asks. */
export type FindIds = (armIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** No id of ours begins so. */
const isArmId = (text: unknown): text is string => typeof text === 'string' && text.startsWith('/');

/**
 * What clients send for the schema, with the global id of what stands behind it in place of each ARM id that is given as an
 * id. One that finds nothing is left, which is no id.
 */
export async function withFoundIds(
  schema: z.ZodType,
  raw: unknown,
  findIds: FindIds,
): Promise<unknown> {
  const armIds: string[] = [];
  mapIds(schema, raw, (id) => {
    if (isArmId(id)) armIds.push(id);
    return id;
  });
  if (armIds.length === 0) return raw;
  const found = await findIds(armIds);
  return mapIds(schema, raw, (id) => (isArmId(id) ? (found.get(id) ?? id) : id));
}

const mapIds = (schema: z.ZodType, raw: unknown, change: (id: unknown) => unknown): unknown =>
  mapScalars(schema, raw, [], ({ scalar }, value) => (scalar === 'ID' ? change(value) : value));
