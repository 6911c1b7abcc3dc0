import {
  GraphQLError,
  GraphQLScalarType,
  valueFromASTUntyped,
  Kind,
  type ValueNode,
} from 'graphql';
import { z } from 'zod';
import { durationSchema, listedArmIdSchema, isObject } from '#libs/kernel';

/** A scalar that is text on the wire and refuses what its schema refuses. */
function textScalar(name: string, description: string, schema: z.ZodType<string>) {
  const parse = (value: unknown): string => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new GraphQLError(`${name} ${parsed.error.issues[0]?.message ?? 'is malformed'}`);
  };
  return new GraphQLScalarType<string, unknown>({
    name,
    description,
    serialize: (value) => value,
    parseValue: parse,
    parseLiteral: (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

export const DurationScalar = textScalar(
  'Duration',
  'ISO 8601 duration of days and smaller units, e.g. PT120S.',
  durationSchema,
);

export const ArmIdScalar = textScalar(
  'ArmId',
  'Azure Resource Manager resource id; compared without case, answered as ARM wrote it.',
  listedArmIdSchema,
);

export const UuidScalar = textScalar(
  'UUID',
  'UUID, RFC 9562.',
  z.guid('must look like 2f1c8a36-5d0e-4b7a-9c41-d3e8f0a1b2c3'),
);

const instant = z.iso.datetime({
  offset: true,
  error: 'must be RFC 3339, e.g. 2026-01-31T12:00:00Z',
});

export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'RFC 3339 instant, answered in UTC.',
  serialize: (value) => (value instanceof Date ? value : new Date(value as string)).toISOString(),
  parseValue: (value) => new Date(parseInstant(value)),
  parseLiteral: (node) =>
    new Date(parseInstant(node.kind === Kind.STRING ? node.value : undefined)),
});

function parseInstant(value: unknown): string {
  const parsed = instant.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new GraphQLError(`DateTime ${parsed.error.issues[0]?.message ?? 'is malformed'}`);
}

/** An object of JSON; what it may hold is for its use case to say. */
function jsonObject(value: unknown): object {
  if (isObject(value)) return value;
  throw new GraphQLError('must be a JSON object.');
}

export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any value of JSON: a word or a number as well as a list or an object.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

export const JsonObjectScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSONObject',
  description: 'A JSON object.',
  serialize: (value) => value,
  parseValue: jsonObject,
  parseLiteral: (node, variables) => jsonObject(valueFromASTUntyped(node, variables)),
});
