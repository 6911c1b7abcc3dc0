import { Inject, type Type } from '@nestjs/common';
import { Args, Context, Info, Mutation, Resolver, type ReturnTypeFuncValue } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { CatalogueDeps } from '#libs/catalogue';
import type { AnyVerb } from '#libs/verbs';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { Allow } from '../../access/allow.js';
import { VerbAnswers } from './answer-verb.js';
import { givenInput, type GivenInput } from './given-input.js';
import { payloadOf } from './payload-of.js';
import { shapeOf } from './shape-of.js';
import { typeOf } from './type-of.js';

type Handler = (
  this: { answers: VerbAnswers },
  context: GraphqlContext,
  input: GivenInput,
  info: GraphQLResolveInfo,
) => Promise<object>;

/**
 * A resolver with a mutation for every verb, made with Nest's own decorators: its argument, its input
 * types and its payload come from the definition. What payloads show must be known to Nest by then.
 */
export function mutationsOf(verbs: readonly AnyVerb<CatalogueDeps>[]): Type {
  class VerbMutations {
    @Inject(VerbAnswers) readonly answers: VerbAnswers;
  }
  for (const verb of verbs) addMutation(VerbMutations.prototype, verb);
  Resolver()(VerbMutations);
  return VerbMutations;
}

function addMutation(prototype: object, verb: AnyVerb<CatalogueDeps>): void {
  const { name, summary: description, permission } = verb;
  const value: Handler = function (context, input, info) {
    return this.answers.answer(context, verb, input, givenInput(context, info));
  };
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  const input = typeOf(shapeOf(verb.input, name, 'input')) as ReturnTypeFuncValue;
  const payload = payloadOf(verb);
  // As the compiler would say it of a decorated method: Nest looks there before it reads `type`.
  Reflect.defineMetadata('design:paramtypes', [Object, Object, Object], prototype, name);
  Context()(prototype, name, 0);
  Args('input', { type: () => input, description: 'What is asked.' })(prototype, name, 1);
  Info()(prototype, name, 2);
  Allow(permission)(prototype, name, { value });
  Mutation(() => payload, { description })(prototype, name, { value });
}
