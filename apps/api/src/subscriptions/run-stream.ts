import { GraphQLError, type ExecutionResult } from 'graphql';
import { createSourceEventStream } from 'graphql/execution/subscribe.js';
import { endingWith } from '#libs/database';
import { requestIds } from '../context/request-ids.js';
import { giveWay } from '../cost/give-way.js';
import { onceAborted } from '../cost/once-aborted.js';
import { takeTurn } from '../cost/take-turn.js';
import { runDocument } from '../documents/run-document.js';
import { sayError } from '../errors/format-error.js';
import { refuseLarge } from '../server/bound-answers.js';
import { abortLate } from '../server/end-requests.js';
import type { StreamArgs } from './prepare-operation.js';
import { shareAnswer } from './shared-answers.js';
import { listening, watchCredential, type StreamClient } from './stream-client.js';
import type { StreamParts } from './stream-parts.js';
import { writeAnswer } from './written-answers.js';

export type Results = AsyncIterableIterator<ExecutionResult, void>;

/** Results of what a stream asked for: one of a query or a mutation, any number of a subscription. Runs once asked for. */
export const runStream = (parts: StreamParts, args: StreamArgs): Results =>
  new Stream(parts, args).iterate();

/**
 * What one request over a stream runs: ends when its client returns or is gone, at once and not with the next event, when
 * its credential stops counting, and with one error where its source throws.
 */
class Stream {
  private readonly over = new AbortController();
  private readonly signal: AbortSignal;
  private readonly client: StreamClient;
  private ended = false;
  private refusal: Error | undefined;

  constructor(
    private readonly parts: StreamParts,
    private readonly args: StreamArgs,
  ) {
    const { contextValue: operation } = args;
    this.signal = AbortSignal.any([operation.signal, this.over.signal]);
    this.client = listening(operation, this.signal, (header) =>
      parts.authentication.actorOf(header),
    );
  }

  iterate(): Results {
    const { priced, request } = this.args.contextValue;
    const isSubscription = priced.operation.operation === 'subscription';
    const source = isSubscription ? this.events() : this.answer();
    const results: Results = {
      next: () => requestIds.run(request.requestId, () => this.next(source)),
      return: async () => {
        this.end();
        await source.return();
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]: () => results,
    };
    return results;
  }

  /** What is run once: with what it costs, and within the time that a request may take. */
  private async *answer(): AsyncGenerator<ExecutionResult, void> {
    const stopClock = abortLate(this.over, this.parts.settings.http.deadlineSeconds);
    const result = await this.runInTurn(undefined).finally(stopClock);
    const { cost } = this.client.priced;
    yield { ...result, extensions: { ...result.extensions, cost } };
  }

  /** What is run for every event of a subscription. */
  private async *events(): AsyncGenerator<ExecutionResult, void> {
    onceAborted(this.signal, this.parts.admission.enter(this.args.contextValue));
    const source = await createSourceEventStream({ ...this.args, contextValue: this.client });
    if (!(Symbol.asyncIterator in source)) {
      yield source;
      return;
    }
    watchCredential(this.client, (error) => {
      this.refusal ??= error;
      this.over.abort();
    });
    for await (const event of source) {
      // Nobody waits for an event as for an answer.
      await giveWay(this.client.request);
      await this.parts.events.enter(this.client.request.actor.principalId, this.signal);
      const answer = await shareAnswer(event, this.args, this.client, () => this.runInTurn(event));
      await this.waitToSend(answer);
      yield answer;
    }
  }

  /** Long answers that many wait for are ready at once for all of them, and are sent one after the other. */
  private async waitToSend(answer: ExecutionResult): Promise<void> {
    if (answer.errors || !writeAnswer(answer).bytes) return;
    await giveWay(this.client.request);
    await this.parts.sends.enter(this.client.request.actor.principalId, this.signal);
  }

  private async runInTurn(rootValue: unknown): Promise<ExecutionResult> {
    const leave = await takeTurn(this.parts.queue, this.client.priced, this.client);
    try {
      const { schema, document, variableValues } = this.args;
      const { operation } = this.client.priced;
      const variables = variableValues ?? {};
      const { client: contextValue } = this;
      return await runDocument({ schema, document, operation, variables, contextValue, rootValue });
    } finally {
      await leave();
    }
  }

  private async next(
    source: AsyncGenerator<ExecutionResult, void>,
  ): Promise<IteratorResult<ExecutionResult, void>> {
    if (this.ended) return this.end();
    try {
      const read = await endingWith(this.signal, () => source.next());
      if (this.isLeft()) return this.end();
      if (!read.done && !this.refusal) return { value: this.said(read.value), done: false };
      return this.end(this.refusal && this.failed(this.refusal));
    } catch (error) {
      // What was read for whoever has left was ended, and is no failure.
      if (this.isLeft()) return this.end();
      return this.end(this.failed(this.refusal ?? error));
    }
  }

  private isLeft(): boolean {
    return this.ended || this.args.contextValue.signal.aborted;
  }

  private end(value?: ExecutionResult): IteratorResult<ExecutionResult, void> {
    this.ended = true;
    this.over.abort();
    return value ? { value, done: false } : { value: undefined, done: true };
  }

  /** Says no more of errors, and no more at all, than answers over HTTP do. */
  private said(result: ExecutionResult): ExecutionResult {
    const errors = result.errors?.map((error) => sayError(this.parts.formatError, error));
    const masked = errors ? { ...result, errors } : result;
    const refused = refuseLarge(writeAnswer(masked).byteLength);
    return refused ? this.failed(refused) : masked;
  }

  private failed(cause: unknown): ExecutionResult {
    const error = cause instanceof GraphQLError ? cause : new GraphQLError('');
    return { errors: [sayError(this.parts.formatError, error, cause)] };
  }
}
