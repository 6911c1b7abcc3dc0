import type { z } from 'zod';
import { armIdSchema, listedArmIdSchema, type ArmId } from '#libs/kernel';

/** An ARM id in an input, and where it stands there, from `input`. */
export interface AskedArmId {
  armId: ArmId;
  field: readonly string[];
}

const armIds: ReadonlySet<unknown> = new Set([armIdSchema, listedArmIdSchema]);

/** One of the two, or what was made of it by describing it. */
const takesArmId = (schema: z.core.$ZodType): boolean =>
  armIds.has(schema) || (schema._zod.parent !== undefined && takesArmId(schema._zod.parent));

type Walk = (schema: z.core.$ZodType, value: unknown, field: readonly string[]) => AskedArmId[];

/**
 * Every ARM id in a parsed input. They are found by the schema, which is what makes a field one: no verb lists its own,
 * and none can forget one.
 */
export const armIdsIn: Walk = (schema, value, field) => {
  if (value === null || value === undefined) return [];
  if (takesArmId(schema)) return typeof value === 'string' ? [{ armId: value, field }] : [];
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const below = (name: string, inner: z.core.$ZodType, part: unknown): AskedArmId[] =>
    armIdsIn(inner, part, [...field, name]);
  if (def.type === 'object')
    return Object.entries(def.shape).flatMap(([name, inner]) =>
      below(name, inner, members(value)[name]),
    );
  if (def.type === 'record')
    return Object.entries(members(value)).flatMap(([name, part]) =>
      below(name, def.valueType, part),
    );
  if (def.type === 'array')
    return list(value).flatMap((part, index) => below(String(index), def.element, part));
  if (def.type === 'union') return def.options.flatMap((option) => armIdsIn(option, value, field));
  if (def.type === 'pipe') return armIdsIn(def.in, value, field);
  // Optional, nullable, with a default and the like.
  return 'innerType' in def ? armIdsIn(def.innerType, value, field) : [];
};

/** Parsing may have made something else of what the schema takes; nothing of ours makes an ARM id of what is none. */
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const members = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' ? (value as Record<string, unknown>) : {};

/** Settings of an extension are text to our schemas, and some of them name things in Azure. */
export function armIdsInSettings(input: Record<string, unknown>, field = ['input']): AskedArmId[] {
  const inside = members(input['extension'] ?? {});
  const below = 'extraSettings' in inside ? armIdsInSettings(inside, [...field, 'extension']) : [];
  const here = Object.entries(members(input['extraSettings'] ?? {})).flatMap(([name, value]) =>
    isArmId(value) ? [{ armId: value, field: [...field, 'extraSettings', name] }] : [],
  );
  return [...here, ...below];
}

const isArmId = (value: unknown): value is ArmId => armIdSchema.safeParse(value).success;
