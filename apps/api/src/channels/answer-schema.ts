import {
  getNullableType,
  isEnumType,
  isListType,
  isNonNullType,
  isScalarType,
  type GraphQLField,
  type GraphQLNullableType,
  type GraphQLOutputType,
} from 'graphql';
import { isPage, isShown, type FixedDocument } from './fixed-document.js';
import type { Shown, ShownObject } from './shown-fields.js';

/** A schema of JSON Schema 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const scalars: Readonly<Record<string, JsonSchema>> = {
  ArmId: { type: 'string' },
  Boolean: { type: 'boolean' },
  DateTime: { type: 'string', format: 'date-time' },
  Duration: { type: 'string' },
  Float: { type: 'number' },
  ID: { type: 'string' },
  Int: { type: 'integer' },
  JSON: {},
  JSONObject: { type: 'object', additionalProperties: true },
  String: { type: 'string' },
  UUID: { type: 'string', format: 'uuid' },
};

/** Where the schemas of types stand that others refer to. */
export class AnswerSchemas {
  /** Every schema that was referred to so far, by its name. */
  readonly named = new Map<string, JsonSchema>();

  /** `refer` makes the address of a named one, e.g. `#/$defs/Team`. */
  constructor(private readonly refer: (name: string) => string) {}

  /** Of what a document answers: of a page, with where it stands among others; of a verb, with its warnings. */
  ofDocument({ definition, field, shown }: FixedDocument): JsonSchema {
    if (!isShown(shown)) return this.ofVerb(field, shown);
    if (isPage(definition)) return this.ofPage(shown);
    return this.ofType(field.type, shown);
  }

  /** How many there are in all stands there where it was asked for. */
  private ofPage(shown: Shown): JsonSchema {
    const page = object({
      items: { type: 'array', items: this.of(shown) },
      pageInfo: this.name('PageInfo', () => pageInfo),
    });
    const counted = this.name('TotalCount', () => totalCount);
    return { ...page, properties: { ...(page['properties'] as object), totalCount: counted } };
  }

  private ofVerb(
    { type }: GraphQLField<unknown, unknown>,
    shown: Readonly<Record<string, Shown | undefined>>,
  ): JsonSchema {
    const payload = getNullableType(type) as unknown as {
      getFields(): Record<string, GraphQLField<unknown, unknown>>;
    };
    const fields = payload.getFields();
    const answers = Object.entries(shown).flatMap(([key, below]) => {
      const field = fields[key];
      return field ? [[key, this.ofField({ field, ...(below && { below }) })] as const] : [];
    });
    const warnings = { type: 'array', items: this.name('Warning', () => warning) };
    return object({ ...Object.fromEntries(answers), warnings });
  }

  private ofField({ field, below }: { field: GraphQLField<unknown, unknown>; below?: Shown }) {
    const description = field.description ?? undefined;
    return { ...this.ofType(field.type, below), ...(description && { description }) };
  }

  private ofType(type: GraphQLOutputType, below: Shown | undefined): JsonSchema {
    if (isNonNullType(type)) return this.ofNullable(type.ofType, below);
    const inner = this.ofNullable(type, below);
    // Any value, null among them.
    if (Object.keys(inner).length === 0) return inner;
    return typeof inner['type'] === 'string' && !inner['enum']
      ? { ...inner, type: [inner['type'], 'null'] }
      : { anyOf: [inner, { type: 'null' }] };
  }

  private ofNullable(type: GraphQLNullableType, below: Shown | undefined): JsonSchema {
    if (isListType(type))
      return { type: 'array', items: this.ofType(type.ofType as GraphQLOutputType, below) };
    if (isScalarType(type)) return scalars[type.name] ?? {};
    if (isEnumType(type))
      return this.name(type.name, () => ({
        type: 'string',
        enum: type
          .getValues()
          .map(({ name }) => name)
          .toSorted(),
        ...(type.description && { description: type.description }),
      }));
    return below ? this.of(below) : {};
  }

  /** Of what is shown where a type stands; `object` tells which of several it is. */
  of({ name, of }: Shown): JsonSchema {
    const [only] = of;
    if (of.length === 1 && only) return this.ofObject(only);
    return this.name(name, () => ({
      oneOf: of.map((one) => this.ofObject(one)),
      discriminator: {
        propertyName: 'object',
        mapping: Object.fromEntries(of.map((one) => [one.type.name, this.refer(one.name)])),
      },
    }));
  }

  private ofObject({ name, type, isNamed, fields }: ShownObject): JsonSchema {
    return this.name(name, () => {
      const of = fields.map((one) => [one.field.name, this.ofField(one)] as const);
      const kind = { object: { const: type.name, type: 'string', description: 'What it is.' } };
      return {
        ...object({ ...(isNamed && kind), ...Object.fromEntries(of) }),
        ...(type.description && { description: type.description }),
      };
    });
  }

  private name(name: string, make: () => JsonSchema): JsonSchema {
    if (!this.named.has(name)) {
      // What refers to itself finds its name taken.
      this.named.set(name, {});
      this.named.set(name, make());
    }
    return { $ref: this.refer(name) };
  }
}

/** Every field is there, be it null. Newer releases may answer more. */
const object = (properties: Readonly<Record<string, unknown>>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

const text = { type: 'string' };
const textOrNull = { type: ['string', 'null'] };

const pageInfo: JsonSchema = {
  ...object({
    hasNextPage: { type: 'boolean' },
    hasPreviousPage: { type: 'boolean' },
    startCursor: textOrNull,
    endCursor: textOrNull,
  }),
  description: 'Where a page stands among its neighbours.',
};

const totalCount: JsonSchema = {
  ...object({
    count: { type: 'integer' },
    precision: { type: 'string', enum: ['ESTIMATE', 'EXACT'] },
  }),
  description: 'How many a list has in all; beyond 10,000 about how many.',
};

const warning: JsonSchema = {
  ...object({
    code: text,
    message: text,
    field: { type: ['array', 'null'], items: text },
  }),
  description: 'Worth saying, no reason to refuse.',
};
