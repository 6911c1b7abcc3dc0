import {
  execute,
  GraphQLError,
  subscribe,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql';
import { endingWith } from '#libs/database';
import { actorOf } from '../context/graphql-context.js';
import type { ApiDependencies } from '../dependencies.js';
import { requestIds } from '../context/request-ids.js';
import { sayError, type FormatError } from '../errors/format-error.js';
import { onceAborted } from './once-aborted.js';
import type { StreamAdmission } from './stream-admission.js';
import { listening, watchCredential, type StreamOpener } from './stream-client.js';

export interface StreamDependencies extends Pick<ApiDependencies, 'authenticate'> {
  /** What may be said of an error; reports the rest. */
  formatError: FormatError;
  /** One for all protocols of this process. */
  admission: StreamAdmission;
}

type Results = AsyncIterableIterator<ExecutionResult, void>;

/** `execute` and `subscribe` for both stream protocols: results say no more of errors than answers over HTTP do. */
export function createStreamExecution(deps: StreamDependencies) {
  const say = (error: GraphQLError, cause?: unknown): GraphQLError =>
    sayError(deps.formatError, error, cause);
  const mask = (result: ExecutionResult): ExecutionResult =>
    result.errors ? { ...result, errors: result.errors.map((error) => say(error)) } : result;
  const failed = (cause: unknown): ExecutionResult => ({
    errors: [say(cause instanceof GraphQLError ? cause : new GraphQLError(''), cause)],
  });
  const openerOf = (args: ExecutionArgs): StreamOpener => args.contextValue as StreamOpener;
  return {
    execute: (args: ExecutionArgs): Promise<ExecutionResult> =>
      requestIds.run(openerOf(args).request.requestId, async () => mask(await execute(args))),
    subscribe: (args: ExecutionArgs): Promise<Results | ExecutionResult> => {
      const opener = openerOf(args);
      const stream = new Stream(opener, deps, mask, failed);
      return requestIds.run(opener.request.requestId, () => stream.open(args).catch(failed));
    },
  };
}

/**
 * One subscription: ends when its client returns or is gone, at once and not with the next event, when its credential
 * stops counting, and with one error where its source throws.
 */
class Stream {
  private readonly over = new AbortController();
  private refusal: Error | undefined;

  constructor(
    private readonly opener: StreamOpener,
    private readonly deps: StreamDependencies,
    private readonly mask: (result: ExecutionResult) => ExecutionResult,
    private readonly failed: (error: unknown) => ExecutionResult,
  ) {}

  async open(args: ExecutionArgs): Promise<Results | ExecutionResult> {
    const signal = AbortSignal.any([this.opener.signal, this.over.signal]);
    const client = listening(this.opener, signal, (header) =>
      actorOf(this.deps.authenticate, header),
    );
    onceAborted(signal, this.deps.admission.enter(this.opener));
    const results = await endingWith(signal, () => subscribe({ ...args, contextValue: client }));
    if (!(Symbol.asyncIterator in results)) {
      this.over.abort();
      return this.mask(results);
    }
    watchCredential(client, (error) => {
      this.refusal ??= error;
      this.over.abort();
    });
    return this.iterate(results, signal);
  }

  private iterate(
    source: AsyncGenerator<ExecutionResult, void, void>,
    signal: AbortSignal,
  ): Results {
    let ended = false;
    const end = (value?: ExecutionResult): IteratorResult<ExecutionResult, void> => {
      ended = true;
      this.over.abort();
      return value ? { value, done: false } : { value: undefined, done: true };
    };
    const isLeft = (): boolean => ended || this.opener.signal.aborted;
    const next = async (): Promise<IteratorResult<ExecutionResult, void>> => {
      if (ended) return end();
      try {
        const read = await endingWith(signal, () => source.next());
        if (isLeft()) return end();
        if (!read.done && !this.refusal) return { value: this.mask(read.value), done: false };
        return end(this.refusal && this.failed(this.refusal));
      } catch (error) {
        // What was read for whoever has left was ended, and is no failure.
        if (isLeft()) return end();
        return end(this.failed(this.refusal ?? error));
      }
    };
    const results: Results = {
      next: () => requestIds.run(this.opener.request.requestId, next),
      return: async () => {
        end();
        await source.return();
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]: () => results,
    };
    return results;
  }
}
