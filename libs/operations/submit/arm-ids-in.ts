import { z } from 'zod';
import { armIdSchema, type ArmId } from '#libs/kernel';

/** An ARM id in an input, and where it stands there, from `input`. */
export interface AskedArmId {
  armId: ArmId;
  field: readonly string[];
}

type Walk = (schema: z.core.$ZodType, value: unknown, field: readonly string[]) => AskedArmId[];

/**
 * Every ARM id in a parsed input. They are found by the schema, which is what makes a field one: no verb lists its own,
 * and none can forget one.
 */
export const armIdsIn: Walk = (schema, value, field) => {
  if (value === null || value === undefined) return [];
  if (schema === armIdSchema) return [{ armId: String(value), field }];
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([name, inner]) =>
        armIdsIn(inner, members(value)[name], [...field, name]),
      );
    case 'array':
      return list(value).flatMap((each, index) =>
        armIdsIn(def.element, each, [...field, String(index)]),
      );
    case 'union':
      return def.options.flatMap((option) => armIdsIn(option, value, field));
    case 'pipe':
      return armIdsIn(def.in, value, field);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return armIdsIn(def.innerType, value, field);
    case 'record':
      return Object.entries(members(value)).flatMap(([name, each]) =>
        armIdsIn(def.valueType, each, [...field, name]),
      );
    default:
      return [];
  }
};

/** Parsing may have made something else of what the schema takes; nothing of ours makes an ARM id of what is none. */
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const members = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' ? (value as Record<string, unknown>) : {};
