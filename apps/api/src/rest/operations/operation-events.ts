import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { isObject } from '#libs/kernel';
import { eventsDocument } from '../../channels/events-document.js';
import { refusalsOfError } from '../../channels/refusal.js';
import { boundCost } from '../../cost/bound-cost.js';
import { runStream, type Results } from '../../subscriptions/run-stream.js';
import { StreamParts } from '../../subscriptions/stream-parts.js';
import { streamHeaders } from '../../subscriptions/tell-as-stream.js';
import { problemOf } from '../answers/problem.js';
import { sendProblem } from '../answers/send-problem.js';

/** Proxies take a connection on which nothing is sent for a dead one. */
const beatEveryMs = 12_000;
const beat = ':\n\n';

/**
 * An operation as server-sent events: the subscription `operationUpdated` with a fixed document, so that streams of both
 * ways in share what they read. The id of an event says which state it shows: with it as Last-Event-ID a client that
 * comes back is not told again what it knows.
 */
@Injectable()
export class OperationEvents implements OnModuleDestroy {
  private readonly open = new Set<FastifyReply['raw']>();

  constructor(
    private readonly host: GraphQLSchemaHost,
    private readonly parts: StreamParts,
  ) {}

  /** Cuts every stream off, so that clients come back to another process. */
  onModuleDestroy(): void {
    this.open.forEach((response) => response.destroy());
  }

  /** Streams to whoever was let in. Rejects with what GraphQL refuses such a stream for. */
  async serve(request: FastifyRequest, reply: FastifyReply, id: string): Promise<FastifyReply> {
    const results = this.run(request, id);
    const first = await results.next();
    const { errors } = first.done ? {} : first.value;
    const [error] = errors ?? [];
    if (error) {
      await results.return?.();
      return sendProblem(request, reply, refusalsOfError(error, error));
    }
    const known = request.headers['last-event-id'];
    const shown = first.done ? undefined : shownBy(first.value);
    // Who knows how it ended is told to stay away; nobody reads what follows the head alone.
    const knowsTheEnd = shown !== undefined && shown.id === known && shown.isLast;
    if (knowsTheEnd || request.method === 'HEAD') {
      await results.return?.();
      return knowsTheEnd ? reply.code(204).send() : reply.headers(streamHeaders).send();
    }
    return this.stream(reply, printed(first, results, { known, requestId: request.id }));
  }

  private stream(reply: FastifyReply, events: AsyncGenerator<string, void>): FastifyReply {
    this.open.add(reply.raw);
    reply.raw.once('close', () => this.open.delete(reply.raw));
    return reply
      .headers({ ...streamHeaders, 'cache-control': 'no-store' })
      .send(sending(events, reply));
  }

  private run(request: FastifyRequest, id: string): Results {
    const { schema } = this.host;
    const { document, operation } = eventsDocument(schema);
    const variables = { id };
    const cost = boundCost(
      schema,
      { document, operation, variables },
      this.parts.settings.costLimit,
    );
    const context = request.asked;
    if (!context) throw new Error('nobody found out who asks');
    this.parts.admission.check(context);
    const { authorization } = request.headers;
    const contextValue = { ...context, authorization, priced: { operation, cost } };
    return runStream(this.parts, { schema, document, variableValues: variables, contextValue });
  }
}

interface ShownEvent {
  id: string;
  operation: object;
  isLast: boolean;
}

/** What changes with the clock alone makes no other state. */
const byTheClock = new Set(['progress', 'expectedCompletionAt', 'retryAfterSeconds']);

function shownBy({ data }: ExecutionResult): ShownEvent | undefined {
  const operation = data?.['operationUpdated'];
  if (!isObject(operation)) return undefined;
  const text = JSON.stringify(operation, (key, value: unknown) =>
    byTheClock.has(key) ? undefined : value,
  );
  const id = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  return { id, operation, isLast: (operation as { completedAt?: unknown }).completedAt !== null };
}

async function* printed(
  first: IteratorResult<ExecutionResult, void>,
  results: Results,
  { known, requestId }: { known: unknown; requestId: string },
): AsyncGenerator<string, void> {
  // The head goes out with it: the client knows that it was heard.
  yield beat;
  for (let next = first; !next.done; next = await results.next()) {
    const [error] = next.value.errors ?? [];
    const shown = shownBy(next.value);
    if (error) {
      const problem = problemOf(refusalsOfError(error, error), { requestId });
      yield `event: problem\ndata: ${JSON.stringify(problem)}\n\n`;
    } else if (shown && shown.id !== known)
      yield `event: operation\nid: ${shown.id}\ndata: ${JSON.stringify(shown.operation)}\n\n`;
  }
}

/** No event is asked for before its reader has taken the ones before. */
function sending(events: AsyncGenerator<string, void>, { raw }: FastifyReply): Readable {
  const beating = setInterval(() => {
    if (raw.writableLength === 0 && !raw.writableEnded) raw.write(beat);
  }, beatEveryMs);
  raw.once('close', () => clearInterval(beating));
  return Readable.from(events, { highWaterMark: 1 });
}
