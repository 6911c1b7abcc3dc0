import {
  GraphQLNonNull,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql';
import { schemaForTests } from './schema-walk.js';

export const canary = 'hunter2canary';

/** What stands at each leaf of an input, and at each object that holds leaves. */
export interface Filling {
  leaf(type: string, name: string): unknown;
  /** Undefined: the object with its fields filled. */
  object?(name: string): unknown;
}

const armId = `/subscriptions/${canary}/resourceGroups/${canary}`;
const id = Buffer.from('Workspace:01a1fc7c-8a11-7030-948c-59f566fb3cf5').toString('base64url');

/** A right value of every scalar, with the canary in it where there is room. */
const right: Record<string, unknown> = {
  String: canary,
  ID: id,
  ArmId: armId,
  Int: 1,
  Float: 1,
  Boolean: true,
  UUID: '01a1fc7c-8a11-7030-948c-59f566fb3cf5',
  DateTime: '2100-01-01T00:00:00Z',
  Duration: 'PT15M',
  JSONObject: { [canary]: canary },
};

/** All that a client can put into an input: what is right, and three things that are not, at the leaves and above them. */
export const fillings = (ids: Record<string, string | null>): Record<string, Filling> => ({
  'texts where they fit': {
    leaf: (type, name) => (Object.hasOwn(ids, name) ? ids[name] : right[type]),
  },
  'texts everywhere': { leaf: () => canary },
  'objects everywhere': { leaf: () => ({ [canary]: canary }) },
  'lists everywhere': { leaf: () => [[canary]] },
  'a text for the input': { leaf: () => canary, object: () => canary },
  'a list for what is in the input': {
    leaf: () => canary,
    object: (name) => (name === 'input' ? undefined : [canary]),
  },
});

/** Values for the arguments of a field, in which each of several that exclude each other is given once: what is the same each time, once. */
export function everyTurn(
  args: readonly GraphQLArgument[],
  filling: Filling,
): Record<string, unknown>[] {
  const turns = [0, 1, 2].map((turn) => fillArguments(args, filling, turn));
  return [...new Map(turns.map((values) => [JSON.stringify(values), values])).values()];
}

/** Values for the arguments of a field, with every field of every input. `turn` chooses where one of several is to be given. */
const fillArguments = (
  args: readonly GraphQLArgument[],
  filling: Filling,
  turn: number,
): Record<string, unknown> =>
  Object.fromEntries(args.map(({ name, type }) => [name, fill(type, name, filling, turn)]));

function fill(type: GraphQLInputType, name: string, filling: Filling, turn: number): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [fill(nullable.ofType, name, filling, turn)];
  const named = getNamedType(type);
  if (isEnumType(named)) {
    const given = filling.leaf('enum', name);
    const words = named.getValues().map((value) => new Word(value.name));
    return given ?? words[turn % words.length];
  }
  if (!isInputObjectType(named)) {
    const leaf = filling.leaf(named.name, name);
    // What some may leave out others must be given.
    return leaf === null && isNonNullType(type) ? right[named.name] : leaf;
  }
  const whole = filling.object?.(name);
  if (whole !== undefined) return whole;
  const fields = Object.values(named.getFields());
  const given = named.isOneOf ? [fields[turn % fields.length]!] : fields;
  // The one that is given of several must be something, though its type does not say so.
  const typeOf = ({ type: own }: { type: GraphQLInputType }) =>
    named.isOneOf ? new GraphQLNonNull(getNullableType(own)) : own;
  return Object.fromEntries(given.map((f) => [f.name, fill(typeOf(f), f.name, filling, turn)]));
}

/** A value of an enum: a text among variables, and none in a document. */
class Word {
  constructor(private readonly text: string) {}

  toJSON(): string {
    return this.text;
  }

  toString(): string {
    return this.text;
  }
}

export interface RootField {
  kind: 'query' | 'mutation' | 'subscription';
  field: GraphQLField<unknown, unknown>;
}

/** Every field that a client can begin with and that takes something. */
export const rootFields: readonly RootField[] = (
  [
    ['query', schemaForTests.getQueryType()],
    ['mutation', schemaForTests.getMutationType()],
    ['subscription', schemaForTests.getSubscriptionType()],
  ] as const
).flatMap(([kind, root]) => fieldsWithArguments(root).map((field): RootField => ({ kind, field })));

function fieldsWithArguments(root: GraphQLObjectType | null | undefined) {
  return Object.values(root?.getFields() ?? {}).filter(({ args }) => args.length > 0);
}

/** The document that gives the arguments as variables. */
export function byVariables({ kind, field }: RootField): string {
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`);
  const given = field.args.map(({ name }) => `${name}: $${name}`);
  return `${kind} Canary(${declared.join(', ')}) { ${field.name}(${given.join(', ')}) { __typename } }`;
}

/** The document that holds the arguments itself. */
export function byLiterals({ kind, field }: RootField, values: Record<string, unknown>): string {
  const given = Object.entries(values).map(([name, value]) => `${name}: ${literal(value)}`);
  return `${kind} Canary { ${field.name}(${given.join(', ')}) { __typename } }`;
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value instanceof Word) return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value).map(([name, inner]) => `${name}: ${literal(inner)}`);
  return `{ ${fields.join(', ')} }`;
}
