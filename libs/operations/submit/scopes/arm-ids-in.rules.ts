import type { z } from 'zod';
import { armIdSchema, type ArmId } from '#libs/kernel';
import { mapScalars } from '#libs/verbs';

/** An ARM id in an input, and where it stands there, from `input`. */
export interface AskedArmId {
  armId: ArmId;
  field: readonly string[];
}

/**
 * Every ARM id in a parsed input. They are found by the schema, which is what makes a field one: no verb lists its own,
 * and none can forget one.
 */
export function armIdsIn(
  schema: z.core.$ZodType,
  value: unknown,
  field: readonly string[],
): AskedArmId[] {
  const found: AskedArmId[] = [];
  mapScalars(schema, value, field, ({ scalar }, armId, at) => {
    if (scalar === 'ArmId' && typeof armId === 'string') found.push({ armId, field: at });
    return armId;
  });
  return found;
}

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
