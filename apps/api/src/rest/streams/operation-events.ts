import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { isObject } from '#libs/kernel';
import { operationDocument } from '../../channels/telling-document.js';
import { refusalsOfError } from '../../channels/refusal.js';
import type { Results } from '../../subscriptions/run-stream.js';
import { streamHeaders } from '../../subscriptions/tell-as-stream.js';
import { sendProblem } from '../answers/send-problem.js';
import { beat, problemIn, ToldStreams } from './told-streams.js';

/**
 * An operation as server-sent events. The id of an event says which state it shows: with it as Last-Event-ID a client
 * that comes back is not told again what it knows.
 */
@Injectable()
export class OperationEvents {
  constructor(
    private readonly host: GraphQLSchemaHost,
    private readonly streams: ToldStreams,
  ) {}

  /** Streams to whoever was let in. Rejects with what GraphQL refuses such a stream for. */
  async serve(request: FastifyRequest, reply: FastifyReply, id: string): Promise<FastifyReply> {
    const results = this.streams.run(request, operationDocument(this.host.schema), { id });
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
    return this.streams.send(reply, printed(first, results, { known, requestId: request.id }));
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
  yield beat;
  for (let next = first; !next.done; next = await results.next()) {
    const problem = problemIn(next.value, requestId);
    const shown = shownBy(next.value);
    if (problem !== undefined) yield problem;
    else if (shown && shown.id !== known)
      yield `event: operation\nid: ${shown.id}\ndata: ${JSON.stringify(shown.operation)}\n\n`;
  }
}
