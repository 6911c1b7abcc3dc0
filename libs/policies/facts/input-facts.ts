import type { z } from 'zod';
import { globalId, gql, type AnyVerb } from '#libs/verbs';

type Fields = Readonly<Record<string, unknown>>;

/** A verb's parsed input as conditions read it: its ids as clients write them. */
export const inputFacts = (verb: AnyVerb, input: Fields): Fields => {
  const shown: Record<string, unknown> = { ...input };
  for (const [field, type] of idFieldsOf(verb)) {
    const id = input[field];
    if (typeof id === 'string' && id !== '') shown[field] = globalId(type, id);
  }
  return shown;
};

const known = new WeakMap<AnyVerb, readonly (readonly [field: string, type: string])[]>();

/** The fields that hold ids of one type, and which. */
function idFieldsOf(verb: AnyVerb) {
  const before = known.get(verb);
  if (before) return before;
  const shape: Readonly<Record<string, z.core.$ZodType>> = verb.input.shape;
  const found = Object.entries(shape).flatMap(([field, schema]) => {
    const type = idTypeOf(schema);
    return type === undefined ? [] : [[field, type] as const];
  });
  known.set(verb, found);
  return found;
}

/** The type of which a field holds an id; undefined where it holds none, or of several. */
function idTypeOf(schema: z.core.$ZodType): string | undefined {
  const ids = gql.get(schema as z.ZodType)?.ids;
  if (ids) return ids.length === 1 ? ids[0] : undefined;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'pipe') return idTypeOf(def.in);
  return 'innerType' in def ? idTypeOf(def.innerType) : undefined;
}
