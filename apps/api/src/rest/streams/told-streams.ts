import { Readable } from 'node:stream';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { refusalsOfError } from '../../channels/refusal.js';
import type { TellingDocument } from '../../channels/telling-document.js';
import { boundCost } from '../../cost/bound-cost.js';
import { runStream, type Results } from '../../subscriptions/run-stream.js';
import { StreamParts } from '../../subscriptions/stream-parts.js';
import { streamHeaders } from '../../subscriptions/tell-as-stream.js';
import { problemOf } from '../answers/problem.js';

/** Proxies take a connection on which nothing is sent for a dead one. */
const beatEveryMs = 12_000;

/** What is sent with the head: the client knows that it was heard. */
export const beat = ':\n\n';

/** Subscriptions with fixed documents as server-sent events, so that streams of all ways in share what they read. */
@Injectable()
export class ToldStreams implements OnModuleDestroy {
  private readonly open = new Set<FastifyReply['raw']>();

  constructor(
    private readonly host: GraphQLSchemaHost,
    private readonly parts: StreamParts,
  ) {}

  /** Cuts every stream off, so that clients come back to another process. */
  onModuleDestroy(): void {
    this.open.forEach((response) => response.destroy());
  }

  /** What the subscription tells whoever was let in. Throws what GraphQL refuses one more stream for. */
  run(
    request: FastifyRequest,
    { document, operation }: TellingDocument,
    variables: Readonly<Record<string, unknown>>,
  ): Results {
    const { schema } = this.host;
    const asked = { document, operation, variables };
    const cost = boundCost(schema, asked, this.parts.settings.costLimit);
    const context = request.asked;
    if (!context) throw new Error('nobody found out who asks');
    this.parts.admission.check(context);
    const { authorization } = request.headers;
    const contextValue = { ...context, authorization, priced: { operation, cost } };
    return runStream(this.parts, { schema, document, variableValues: variables, contextValue });
  }

  send(reply: FastifyReply, events: AsyncGenerator<string, void>): FastifyReply {
    this.open.add(reply.raw);
    reply.raw.once('close', () => this.open.delete(reply.raw));
    return reply
      .headers({ ...streamHeaders, 'cache-control': 'no-store' })
      .send(sending(events, reply));
  }
}

/** The problem that a result tells of; undefined where it tells of none. */
export function problemIn({ errors }: ExecutionResult, requestId: string): string | undefined {
  const [error] = errors ?? [];
  if (!error) return undefined;
  const problem = problemOf(refusalsOfError(error, error), { requestId });
  return `event: problem\ndata: ${JSON.stringify(problem)}\n\n`;
}

/** No event is asked for before its reader has taken the ones before. */
function sending(events: AsyncGenerator<string, void>, { raw }: FastifyReply): Readable {
  const beating = setInterval(() => {
    if (raw.writableLength === 0 && !raw.writableEnded) raw.write(beat);
  }, beatEveryMs);
  raw.once('close', () => clearInterval(beating));
  return Readable.from(events, { highWaterMark: 1 });
}
