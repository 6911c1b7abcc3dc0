import type { Type } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import { pascal, type AnswerField, type AnyVerb } from '#libs/verbs';
import { MutationPayload } from '../payload/mutation.payload.js';
import { finderOf } from './finders.js';
import { typeNamed } from './named-types.js';
import { shapeOf } from './shape-of.js';
import { addField } from './type-of.js';

const made = new Map<string, { type: Type; answers: string }>();

/** The type of what a verb answers; verbs that share its name share it. */
export function payloadOf(verb: AnyVerb): Type {
  const { type: name = `${pascal(verb.name)}Payload`, description } = verb.payload ?? {};
  const answers = Object.keys(verb.answer).toSorted().join();
  const known = made.get(name);
  if (known && known.answers !== answers)
    throw new Error(`${name} is the name of two answers: give one of them another`);
  if (known) return known.type;
  const type = { [name]: class extends MutationPayload {} }[name] as Type;
  made.set(name, { type, answers });
  for (const [key, field] of Object.entries(verb.answer)) addAnswer(type, key, field);
  ObjectType(name, { description: description ?? `The answer to ${verb.name}.` })(type);
  return type;
}

function addAnswer(type: Type, key: string, field: AnswerField): void {
  if ('value' in field) return addField(type, key, shapeOf(field.value, key, 'output'));
  const node = typeNamed(field.node);
  if (!field.asIs) finderOf(field.node);
  const { description } = field;
  Field(() => node, { nullable: true, description })(type.prototype as object, key);
}
