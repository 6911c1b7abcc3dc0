import { z } from 'zod';
import { gql } from '#libs/verbs';

/** Whether a schema is read as clients write it or as they are answered. */
type Direction = 'input' | 'output';

/** What GraphQL has to know of a zod schema. */
export interface Shape {
  kind: 'scalar' | 'enum' | 'object' | 'list';
  /** Of the type; empty for a list. */
  name: string;
  /** Of the field that has this schema. */
  description?: string;
  nullable: boolean;
  /** What stands where nothing is given. */
  otherwise?: unknown;
  /** The schema that has the type's name; what is made of it by describing it is the same type. */
  root: z.ZodType;
  /** Of a list. */
  entry?: Shape;
}

type Definition = z.core.$ZodTypes['_zod']['def'];

const definitionOf = (schema: z.core.$ZodType): Definition => (schema as z.core.$ZodTypes)._zod.def;

/** zod's own word for what schemas hold; each is one of those that `shapeOf` looks at. */
const inner = (schema: z.core.$ZodType): z.ZodType => schema as z.ZodType;

/** Throws for what GraphQL cannot say, with the path `at` which it stands. */
export function shapeOf(schema: z.ZodType, at: string, direction: Direction): Shape {
  const description = z.globalRegistry.get(schema)?.description;
  const said = description === undefined ? {} : { description };
  const { scalar } = gql.get(schema) ?? {};
  if (scalar !== undefined) return { ...plain(schema, 'scalar', scalar), ...said };
  return { ...within(schema, at, direction), ...said };
}

function within(schema: z.ZodType, at: string, direction: Direction): Shape {
  const def = definitionOf(schema);
  const of = (part: z.core.$ZodType): Shape => shapeOf(inner(part), at, direction);
  if (def.type === 'optional' || def.type === 'nullable')
    return { ...of(def.innerType), nullable: true };
  if (def.type === 'prefault')
    return { ...of(def.innerType), ...(direction === 'input' && { otherwise: def.defaultValue }) };
  if (def.type === 'pipe') return of(direction === 'input' ? def.in : def.out);
  if (def.type === 'array')
    return {
      ...plain(schema, 'list', ''),
      entry: shapeOf(inner(def.element), `${at}[]`, direction),
    };
  return named(schema, def, at);
}

const basic: Partial<Record<Definition['type'], string>> = { string: 'String', boolean: 'Boolean' };

function named(schema: z.ZodType, def: Definition, at: string): Shape {
  const scalar = def.type === 'number' ? numberOf(schema) : basic[def.type];
  if (scalar !== undefined) return plain(schema, 'scalar', scalar);
  const isType = def.type === 'object' || def.type === 'enum' || def.type === 'union';
  const { type, oneOf } = gql.get(schema) ?? {};
  if (!isType || (def.type === 'union' && !oneOf))
    throw new Error(`${at}: GraphQL has no word for zod's ${def.type}`);
  if (type === undefined) throw new Error(`${at}: say its type's name by register(gql, { type })`);
  return plain(rootOf(schema, type), def.type === 'enum' ? 'enum' : 'object', type);
}

const numberOf = (schema: z.ZodType): string =>
  schema instanceof z.ZodNumber && !schema.isInt ? 'Float' : 'Int';

const plain = (root: z.ZodType, kind: Shape['kind'], name: string): Shape => ({
  kind,
  name,
  nullable: false,
  root,
});

/** A copy that was described, bounded or refined has its original as its parent. */
function rootOf(schema: z.ZodType, type: string): z.ZodType {
  const { parent } = schema._zod;
  return parent && gql.get(inner(parent))?.type === type ? rootOf(inner(parent), type) : schema;
}

/** The fields of an object, or of all that one of which is given. */
export function fieldsOf(schema: z.ZodType): Record<string, z.ZodType> {
  const def = definitionOf(schema);
  if (def.type === 'object')
    return Object.fromEntries(Object.entries(def.shape).map(([key, part]) => [key, inner(part)]));
  if (def.type !== 'union') return {};
  return Object.fromEntries(
    def.options.flatMap((option) => Object.entries(fieldsOf(inner(option)))),
  );
}

/** The values of an enum. */
export function valuesOf(schema: z.ZodType): string[] {
  const def = definitionOf(schema);
  return def.type === 'enum' ? Object.values(def.entries).map(String) : [];
}
