import type { z } from 'zod';
import { findSecretField } from '#libs/audit';
import { isObject, type DomainError } from '#libs/kernel';
import type { AnyVerb } from '#libs/verbs';

/** What a default says nothing of: what a request is about. */
const never: readonly string[] = ['name', 'idempotencyKey', 'ifMatch', 'confirmName'];

/** What of the defaults for a verb's input it would not take, or says what a request is about. */
export function wrongFields(verb: AnyVerb, defaults: Values): DomainError[] {
  const secret = findSecretField(defaults);
  if (secret !== undefined)
    return [invalid(['defaults', ...secret.split('.')], 'is for secrets, and a policy holds none')];
  const about = Object.keys(defaults).filter(
    (field) => never.includes(field) || field === verb.target || field === verb.instead,
  );
  if (about.length > 0)
    return about.map((field) =>
      invalid(['defaults', field], `says what ${verb.name} is about: that has no default`),
    );
  return wrongValues(verb, verb.input.shape, defaults, ['defaults']);
}

type Values = Readonly<Record<string, unknown>>;
type Shape = Readonly<Record<string, z.ZodType>>;

function wrongValues(
  verb: AnyVerb,
  shape: Shape,
  values: Values,
  above: readonly string[],
): DomainError[] {
  return Object.entries(values).flatMap(([field, value]) => {
    const at = [...above, field];
    const schema = Object.hasOwn(shape, field) ? shape[field] : undefined;
    if (!schema) return [invalid(at, `is no field of ${verb.name}`)];
    if (schema.safeParse(undefined).success) return wrongValue(verb, schema, value, at);
    const inner = shapeIn(schema);
    return inner && isObject(value)
      ? wrongValues(verb, inner, value, at)
      : [invalid(at, `is never left out of ${verb.name}: it needs no default`)];
  });
}

function wrongValue(
  verb: AnyVerb,
  schema: z.ZodType,
  value: unknown,
  at: readonly string[],
): DomainError[] {
  const parsed = schema.safeParse(value);
  const issues = parsed.success ? [] : parsed.error.issues;
  return issues.map(({ path, message }) =>
    invalid([...at, ...path.map(String)], `${message}, as ${verb.name} has it`),
  );
}

/** The fields of an object; undefined for anything else. */
function shapeIn(schema: z.core.$ZodType): Shape | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') return def.shape as Shape;
  if (def.type === 'pipe') return shapeIn(def.in);
  return 'innerType' in def ? shapeIn(def.innerType) : undefined;
}

/** A refusal of a policy, at a field of the input. */
export const invalid = (field: string | readonly string[], message: string): DomainError => ({
  code: 'POLICY_INVALID',
  message,
  field: ['input', ...[field].flat()],
});
