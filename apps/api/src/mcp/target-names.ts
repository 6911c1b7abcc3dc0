import { Injectable } from '@nestjs/common';
import { isObject } from '#libs/kernel';
import { ChannelAnswers } from '../channels/channel-answers.js';
import type { Definition } from '../channels/fixed-document.js';
import type { Refusal } from '../channels/refusal.js';
import type { GraphqlContext } from '../context/graphql-context.js';
import { fieldsOf, shapeOf } from '../graphql/catalogue/shape-of.js';
import { apiKeys, nodes } from '../reads/verbs.js';

type Input = Readonly<Record<string, unknown>>;

/** Finds out what a call is about, with the eyes of who asks. */
@Injectable()
export class TargetNames {
  constructor(private readonly answers: ChannelAnswers) {}

  /**
   * Its name; of an operation, that of what it changes; of a role, that of who has it; of a scope in Azure, the last part of
   * its ARM id. Or why it has none: the call names nothing, or nothing that is
   * there, or a database that is away stands in the way of looking. Then nothing may be done either.
   */
  async of(
    definition: Definition,
    context: GraphqlContext,
    input: Input,
  ): Promise<{ name: string } | { refusals: readonly Refusal[] }> {
    const field = fieldOf(definition, input);
    const wrong = this.wrongIn(definition, input, field);
    if (wrong.length > 0) return { refusals: wrong };
    const scope = scopeNameIn(definition, field, input[field]);
    if (scope !== undefined) return { name: scope };
    const answer = await this.find(context, field, input[field]);
    if ('refusals' in answer) return { refusals: answer.refusals.map(at(field)) };
    const [one] = entriesOf(answer.data);
    if (!one) return { refusals: [notThere(definition, field)] };
    const name = nameOf(one);
    return typeof name === 'string' ? { name } : { refusals: [nameless(field)] };
  }

  /** What the verb would refuse anyway, in its words. */
  private wrongIn(definition: Definition, input: Input, field: string): readonly Refusal[] {
    const wrong = this.answers.wrongFieldsOf(definition, input);
    if (wrong.length > 0) return wrong;
    const value = input[field];
    if (typeof value !== 'string') return [invalid(field, 'is needed: say which one.')];
    const { error } = fieldsOf(definition.input)[field]?.safeParse(value) ?? {};
    return (error?.issues ?? []).map(({ message }) => invalid(field, message));
  }

  private find(context: GraphqlContext, field: string, value: unknown) {
    return field === 'prefix'
      ? this.answers.answerOf(apiKeys, context, { first: 1, filter: { prefix: value } })
      : this.answers.answerOf(nodes, context, { ids: [value] });
  }
}

/** What is named by its ARM id and no id of ours may be nowhere here: it names itself. */
function scopeNameIn({ input }: Definition, field: string, value: unknown): string | undefined {
  const schema = fieldsOf(input)[field];
  const isScope = schema && shapeOf(schema, field, 'input').name === 'ArmId';
  return isScope && typeof value === 'string' ? value.split('/').at(-1) : undefined;
}

/**
 * A group whose name Entra ID was not asked for goes by its object id. Of a plan the mutation is named too: a person is asked
 * about that, and not about a number.
 */
const nameOf = ({ verb, targetName, name, displayName, objectId, subject }: Input): unknown =>
  (typeof verb === 'string' && typeof targetName === 'string'
    ? `${verb} ${targetName}`
    : targetName) ??
  name ??
  displayName ??
  objectId ??
  (isObject(subject) ? nameOf(subject) : undefined);

/** The field that names what a call is about. */
const fieldOf = ({ target, instead }: Definition, input: Input): string => {
  const isInstead = instead !== undefined && typeof input[target ?? ''] !== 'string';
  return (isInstead && typeof input[instead] === 'string' ? instead : target) ?? '';
};

const at =
  (field: string) =>
  (refusal: Refusal): Refusal =>
    refusal.field ? { ...refusal, field: [field] } : refusal;

const invalid = (field: string, message: string): Refusal => ({
  code: 'INVALID_INPUT',
  message,
  field: [field],
});

const notThere = ({ noun }: Definition, field: string): Refusal => ({
  code: 'NOT_FOUND',
  message: `There is no such ${noun}.`,
  field: [field],
});

const nameless = (field: string): Refusal => ({
  code: 'INVALID_STATE',
  message: 'It has no name that could confirm it, and is taken away by GraphQL or REST alone.',
  field: [field],
});

/** Of a list or of a page. */
const entriesOf = (data: unknown): readonly (Input | null)[] =>
  (Array.isArray(data) ? data : (data as Input)['items']) as readonly (Input | null)[];
