import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { gql } from '#libs/verbs';
import { catalogue } from '#libs/catalogue';
import { reads } from '../../apps/api/src/reads/catalogue-of-reads.js';

const all = [...catalogue, ...reads];

const definitionOf = (schema: z.core.$ZodType) => (schema as z.core.$ZodTypes)._zod.def;

/** The objects that a schema is made of as clients write it: itself, and what its fields and entries are. */
function objectsIn(schema: z.core.$ZodType): z.core.$ZodObject[] {
  const def = definitionOf(schema);
  if (def.type === 'object')
    return [schema as z.core.$ZodObject, ...Object.values(def.shape).flatMap(objectsIn)];
  if (def.type === 'union') return def.options.flatMap(objectsIn);
  if (def.type === 'array') return objectsIn(def.element);
  if (def.type === 'pipe') return objectsIn(def.in);
  return 'innerType' in def ? objectsIn(def.innerType) : [];
}

/** The scalar that clients write a field as, where that is none of GraphQL's own. */
function scalarOf(schema: z.core.$ZodType): string | undefined {
  const { scalar } = gql.get(schema as z.ZodType) ?? {};
  const def = definitionOf(schema);
  if (scalar !== undefined) return scalar;
  if (def.type === 'pipe') return scalarOf(def.in);
  if (def.type === 'array') return scalarOf(def.element);
  return 'innerType' in def ? scalarOf(def.innerType) : undefined;
}

/** Whether a field has a description of its own. */
const isDescribed = (schema: z.core.$ZodType): boolean =>
  (z.globalRegistry.get(schema)?.description ?? '').length > 3;

describe.each(all.map((verb) => [verb.name, verb] as const))('%s', (_name, verb) => {
  it('says in a sentence what it does', () => {
    expect(verb.summary).toMatch(/^[A-Z].{5,}\.$/);
    expect(verb.noun).not.toBe('');
  });

  it('has an example that can be sent', () => {
    expect(verb.input.safeParse(verb.example).error?.issues ?? []).toEqual([]);
  });

  it('describes every field', () => {
    const silent = objectsIn(verb.input).flatMap(({ _zod: { def } }) =>
      Object.entries(def.shape).flatMap(([key, field]) => (isDescribed(field) ? [] : [key])),
    );
    expect(silent).toEqual([]);
  });

  it('refuses a field that it has not', () => {
    expect(verb.input.safeParse({ ...verb.example, unheardOf: 1 }).success).toBe(false);
    const open = objectsIn(verb.input).filter(
      ({ _zod: { def } }) => def.catchall?._zod.def.type !== 'never',
    );
    expect(open).toEqual([]);
  });

  it('names its target by an id among its fields; what changes nothing, or is done on the whole platform, may have none', () => {
    const { target, where, effect, input } = verb;
    const fields: Readonly<Record<string, z.ZodType>> = input.shape;
    const field = target === null ? undefined : fields[target];
    // What a plan is about, the mutation says that is planned.
    const nameless = verb.name === 'plan' ? 'read' : effect;
    expect(['ID', 'ArmId', 'platform', 'read']).toContain(
      field ? scalarOf(field) : (where ?? nameless),
    );
  });
});

it.each([
  ['verbs', catalogue],
  ['reads', reads],
])('has one definition of each name among the %s', (_what, some) => {
  expect(new Set(some.map(({ name }) => name)).size).toBe(some.length);
});
