import { Injectable } from '@nestjs/common';
import { ChannelAnswers } from '../channels/channel-answers.js';
import type { Definition } from '../channels/fixed-document.js';
import type { Refusal } from '../channels/refusal.js';
import type { GraphqlContext } from '../context/graphql-context.js';
import { apiKeys, nodes } from '../reads/verbs.js';

type Input = Readonly<Record<string, unknown>>;

/** Finds out what a call is about, with the eyes of who asks. */
@Injectable()
export class TargetNames {
  constructor(private readonly answers: ChannelAnswers) {}

  /**
   * Its name; of an operation, that of what it changes. Undefined where there is no such thing: the verb says so. Or what
   * stands in the way of looking, as a database that is away: then nothing may be done either.
   */
  async of(
    { target, noun }: Definition,
    context: GraphqlContext,
    input: Input,
  ): Promise<{ name: string | undefined } | { refusals: readonly Refusal[] }> {
    const id = target === null ? undefined : input[target];
    if (typeof id === 'string') return this.read(nodes, context, { ids: [id] });
    const { prefix } = input;
    if (typeof prefix !== 'string' || noun !== 'API key') return { name: undefined };
    return this.read(apiKeys, context, { first: 1, filter: { prefix } });
  }

  private async read(read: Definition, context: GraphqlContext, input: Input) {
    const answer = await this.answers.answerOf(read, context, input);
    if ('refusals' in answer) {
      const isMalformed = answer.refusals.every(({ code }) => code === 'BAD_USER_INPUT');
      return isMalformed ? { name: undefined } : answer;
    }
    const [one] = entriesOf(answer.data);
    const name = one?.['targetName'] ?? one?.['name'] ?? one?.['displayName'];
    return { name: typeof name === 'string' ? name : undefined };
  }
}

/** Of a list or of a page. */
const entriesOf = (data: unknown): readonly (Input | null)[] =>
  (Array.isArray(data) ? data : (data as Input)['items']) as readonly (Input | null)[];
