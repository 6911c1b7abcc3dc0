import { Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isObject } from '#libs/kernel';
import { feedDocument } from '../../channels/telling-document.js';
import type { Results } from '../../subscriptions/run-stream.js';
import { eventStream, streamHeaders } from '../../subscriptions/tell-as-stream.js';
import { accepts } from '../requests/read-headers.js';
import type { Asked } from '../requests/read-request.js';
import type { Route } from '../routes/route.js';
import { beat, problemIn, ToldStreams } from './told-streams.js';

/** Whether a request wants the feed told as it grows: what takes JSON too is answered a page. */
export const wantsFeed = ({ definition }: Route, { headers }: FastifyRequest): boolean =>
  definition.name === 'events' &&
  !accepts(headers.accept, 'application/json') &&
  accepts(headers.accept, eventStream);

/** The input with the place that a client which comes back has come to: EventSource tells it by itself. */
export const fromLastEvent = (asked: Asked, { headers }: FastifyRequest): Asked => {
  const after = headers['last-event-id'];
  return typeof after === 'string' ? { ...asked, input: { ...asked.input, after } } : asked;
};

/** The feed as server-sent events, whose ids are their numbers. */
@Injectable()
export class FeedEvents {
  constructor(
    private readonly host: GraphQLSchemaHost,
    private readonly streams: ToldStreams,
  ) {}

  /** Streams to whoever was let in, and asks nothing wrong. Throws what GraphQL refuses one more stream for. */
  serve(request: FastifyRequest, reply: FastifyReply, { input }: Asked): FastifyReply {
    const { after = null, filter = null } = input;
    const results = this.streams.run(request, feedDocument(this.host.schema), { after, filter });
    if (request.method !== 'HEAD') return this.streams.send(reply, printed(results, request.id));
    // Nobody reads what follows the head alone.
    void results.return?.();
    return reply.headers(streamHeaders).send();
  }
}

async function* printed(results: Results, requestId: string): AsyncGenerator<string, void> {
  yield beat;
  try {
    for await (const result of results) {
      const event = result.data?.['eventOccurred'];
      const text = problemIn(result, requestId) ?? (isObject(event) && told(event));
      if (text) yield text;
    }
  } finally {
    await results.return?.();
  }
}

const told = (event: object): string =>
  `id: ${(event as { sequence: string }).sequence}\ndata: ${JSON.stringify(event)}\n\n`;
