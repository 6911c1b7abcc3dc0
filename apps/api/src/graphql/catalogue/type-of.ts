import type { Type } from '@nestjs/common';
import { Field, Float, ID, InputType, Int, type ReturnTypeFuncValue } from '@nestjs/graphql';
import type { z } from 'zod';
import { gql } from '#libs/verbs';
import { enums } from '../described-enum.js';
import '../enums.js';
import {
  ArmIdScalar,
  DateTimeScalar,
  DurationScalar,
  JsonObjectScalar,
  UuidScalar,
} from '../scalars/scalars.js';
import { fieldsOf, shapeOf, valuesOf, type Shape } from './shape-of.js';

const scalars: Readonly<Record<string, object>> = {
  String,
  Boolean,
  Int,
  Float,
  ID,
  ArmId: ArmIdScalar,
  DateTime: DateTimeScalar,
  Duration: DurationScalar,
  JSONObject: JsonObjectScalar,
  UUID: UuidScalar,
};

/** The types that were made so far, for the whole process, as Nest keeps its own. */
const made = new Map<string, { root: z.ZodType; type: object }>();

/** The type of a shape. Makes those that there are none of: at once, for Nest reads its storage before it calls thunks. */
export function typeOf(shape: Shape): object {
  if (shape.kind === 'list') return [typeOf(shape.entry ?? shape)];
  if (shape.kind === 'scalar') return scalars[shape.name] ?? missing(shape.name);
  const known = made.get(shape.name);
  if (known && known.root !== shape.root)
    throw new Error(`${shape.name} is the name of two schemas: give one of them another`);
  return known?.type ?? (shape.kind === 'enum' ? enumOf(shape) : inputOf(shape));
}

const missing = (name: string): never => {
  throw new Error(`there is no scalar ${name}`);
};

/** The enum of this name, which must have the same values. */
function enumOf({ name, root }: Shape): object {
  const type = enums.get(name);
  const same = type && valuesOf(root).toSorted().join() === Object.keys(type).toSorted().join();
  if (!same) throw new Error(`${name}: there is no GraphQL enum with the values of its schema`);
  made.set(name, { root, type });
  return type;
}

function inputOf({ name, root }: Shape): object {
  const { description, oneOf = false } = gql.get(root) ?? {};
  const type = classNamed(name);
  made.set(name, { root, type });
  for (const [key, schema] of Object.entries(fieldsOf(root))) {
    const shape = shapeOf(schema, `${name}.${key}`, 'input');
    addField(type, key, oneOf ? { ...shape, nullable: true } : shape);
  }
  InputType(name, { isOneOf: oneOf, ...said(description) })(type);
  return type;
}

/** A class of this name, for Nest to hang its metadata on. */
const classNamed = (name: string): Type => ({ [name]: class {} })[name] as Type;

/** Gives a class a field. */
export function addField(type: Type, key: string, shape: Shape): void {
  const ofField = typeOf(shape);
  const { otherwise, description } = shape;
  const nullable = nullability(shape);
  const options = {
    ...said(description),
    ...(otherwise !== undefined && otherwise !== null && { defaultValue: otherwise }),
  };
  Field(
    () => ofField as ReturnTypeFuncValue,
    nullable === true ? { ...options, nullable } : { ...options, nullable },
  )(type.prototype as object, key);
}

const nullability = ({ nullable, entry }: Shape): boolean | 'items' | 'itemsAndList' => {
  if (!entry?.nullable) return nullable;
  return nullable ? 'itemsAndList' : 'items';
};

const said = (description: string | undefined): { description?: string } =>
  description === undefined ? {} : { description };
