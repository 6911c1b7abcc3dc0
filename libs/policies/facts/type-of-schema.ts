import type { z } from 'zod';
import { gql } from '#libs/verbs';
import { eitherType, type FactType } from './fact-type.js';

type Def = z.core.$ZodTypes['_zod']['def'];

/** What conditions see of a value that the schema has parsed. What transformations make of it is what went in. */
export function typeOfSchema(schema: z.core.$ZodType): FactType {
  const scalar = gql.get(schema as z.ZodType)?.scalar;
  if (scalar !== undefined) return scalar === 'Duration' ? 'duration' : 'string';
  return typeOf((schema as z.core.$ZodTypes)._zod.def);
}

function typeOf(def: Def): FactType {
  if (def.type === 'boolean') return 'bool';
  if (def.type === 'number') return isWhole(def) ? 'int' : 'double';
  if (def.type === 'literal') return either(def.values.map(typeOfLiteral));
  if (def.type === 'object') return { fields: fieldsOf(def.shape) };
  if (def.type === 'array') return { listOf: typeOfSchema(def.element) };
  if (def.type === 'record') return { mapOf: typeOfSchema(def.valueType) };
  if (def.type === 'union') return either(def.options.map(typeOfSchema));
  if (def.type === 'pipe') return typeOfSchema(def.in);
  // Optional, nullable, with a default and the like.
  if ('innerType' in def) return typeOfSchema(def.innerType);
  return isText(def) ? 'string' : 'dyn';
}

const isText = ({ type }: Def): boolean => ['string', 'enum', 'template_literal'].includes(type);

const fieldsOf = (shape: Readonly<Record<string, z.core.$ZodType>>): Record<string, FactType> =>
  Object.fromEntries(Object.entries(shape).map(([name, inner]) => [name, typeOfSchema(inner)]));

const either = (types: readonly FactType[]): FactType =>
  types.length === 0 ? 'dyn' : types.reduce(eitherType);

const typeOfLiteral = (value: unknown): FactType => {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'dyn';
};

/** `z.int32()` is a format; `z.number().int()` has one among its checks. */
const isWhole = (def: z.core.$ZodNumberDef): boolean =>
  isWholeFormat(def) || (def.checks ?? []).some(({ _zod }) => isWholeFormat(_zod.def));

const isWholeFormat = (def: object): boolean =>
  'format' in def && typeof def.format === 'string' && /^(?:safe)?u?int/.test(def.format);
