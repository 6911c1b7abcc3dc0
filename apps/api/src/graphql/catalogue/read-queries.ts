import { Inject, type Type } from '@nestjs/common';
import {
  Args,
  ArgsType,
  Context,
  Info,
  Query,
  Resolver,
  type ReturnTypeFuncValue,
} from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { pascal, type AnyRead } from '#libs/verbs';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { Allow } from '../../access/allow.js';
import type { ReadDeps } from '../../reads/read-deps.js';
import { ReadAnswers } from './answer-read.js';
import { connectionNamed, typeNamed } from './named-types.js';
import { presenterOf } from './presenters.js';
import { fieldsOf, shapeOf } from './shape-of.js';
import { addField } from './type-of.js';

type Handler = (
  this: { answers: ReadAnswers },
  context: GraphqlContext,
  info: GraphQLResolveInfo,
  /** Absent where the query has none. */
  args?: unknown,
) => Promise<unknown>;

/** A resolver with a query for every read: its arguments and what it answers come from the definition. */
export function queriesOf(reads: readonly AnyRead<ReadDeps>[]): Type {
  class ReadQueries {
    @Inject(ReadAnswers) readonly answers: ReadAnswers;
  }
  for (const read of reads) addQuery(ReadQueries.prototype, read);
  Resolver()(ReadQueries);
  return ReadQueries;
}

function addQuery(prototype: object, read: AnyRead<ReadDeps>): void {
  const { name, summary: description, answer } = read;
  presenterOf(answer.type);
  const value: Handler = function (context, info, args = {}) {
    return this.answers.answer(context, info, read, args);
  };
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  const args = argumentsOf(read);
  // As the compiler would say it of a decorated method: Nest looks there before it reads `type`.
  Reflect.defineMetadata('design:paramtypes', [Object, Object, args], prototype, name);
  Context()(prototype, name, 0);
  Info()(prototype, name, 1);
  if (Object.keys(read.input.shape).length > 0) Args({ type: () => args })(prototype, name, 2);
  const type = answeredBy(answer);
  Allow(read.forEverybody ? 'everybody' : read.permission)(prototype, name, { value });
  Query(() => type, { description, ...nullability[answer.as] })(prototype, name, { value });
}

const nullability = {
  page: {},
  found: { nullable: true },
  'found each': { nullable: 'items' },
  all: {},
  one: {},
} as const;

function answeredBy({ type, as }: AnyRead['answer']): ReturnTypeFuncValue {
  if (as === 'page') return connectionNamed(type);
  return as === 'all' || as === 'found each' ? [typeNamed(type)] : typeNamed(type);
}

/** A class of the arguments; it has no name in the schema. */
function argumentsOf({ name, input }: AnyRead): Type {
  const type = { [`${pascal(name)}Arguments`]: class {} }[`${pascal(name)}Arguments`] as Type;
  for (const [key, field] of Object.entries(fieldsOf(input)))
    addField(type, key, shapeOf(field, `${name}.${key}`, 'input'));
  ArgsType()(type);
  return type;
}
