import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController, type FastifyReply, type FastifyRequest } from 'fastify';
import { nestLog, type Log } from '#libs/log';
import { ApiModule } from '../api.module.js';
import { FORMAT_ERROR, type FormatError } from '../errors/format-error.js';
import type { ApiParts } from '../parts/parts.js';
import { forgiveEmptyBodies } from '../rest/requests/forgive-empty-bodies.js';
import { tellMethods } from '../rest/requests/tell-methods.js';
import { answerFailure } from './answer-failures.js';
import { answerInTurn } from './answer-in-turn.js';
import { boundAnswers } from './bound-answers.js';
import { endRequests } from './end-requests.js';
import { limits } from './limits.js';
import { logRequests } from './log-requests.js';
import { nameRequests, requestIdHeader } from './name-requests.js';
import { serveGraphiql } from './serve-graphiql.js';

/** What pages may send: every header that counts here, and by which clients of Apollo name themselves. */
const takenHeaders = [
  'accept',
  'authorization',
  'content-type',
  'idempotency-key',
  'if-match',
  'last-event-id',
  'prefer',
  'mcp-method',
  'mcp-name',
  'mcp-protocol-version',
  'apollographql-client-name',
  'apollographql-client-version',
];

/** Pages of these origins may ask and read. Nobody is known by a cookie, so there are no credentials to send along. */
const corsFor = (origins: readonly string[]) => ({
  origin: [...origins],
  methods: ['GET', 'POST', 'PATCH', 'DELETE'],
  // OPTIONS may ask what an address takes, and not for a page.
  strictPreflight: false,
  allowedHeaders: takenHeaders,
  exposedHeaders: [
    requestIdHeader,
    'retry-after',
    'deprecation',
    'etag',
    'link',
    'location',
    'operation-location',
    'preference-applied',
    'www-authenticate',
  ],
  maxAge: 7_200,
});

/** The API on Fastify, ready to listen. It closes its parts when it is closed. */
export async function createApp(parts: ApiParts, log: Log): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: limits.bodyBytes,
    // An ARM id in an address, each slash of which takes three characters there.
    routerOptions: { maxParamLength: 8_192 },
    // Whoever asks through a proxy may name the whole address (RFC 9112, 3.2.2); who answers is told by Host.
    rewriteUrl: ({ url = '' }) => url.replace(/^https?:\/\/[^/?]*\/?/i, '/'),
    genReqId: () => crypto.randomUUID(),
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      void answerFailure(formatError, 400, request, reply.header(requestIdHeader, request.id)),
    loggerInstance: log,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.with(parts, log),
    adapter,
    { logger: nestLog(log), abortOnError: false },
  );
  const formatError = app.get<FormatError>(FORMAT_ERROR);
  const { corsOrigins, deadlineSeconds } = parts.http;
  if (corsOrigins.length > 0) app.enableCors(corsFor(corsOrigins));
  const fastify = app.getHttpAdapter().getInstance();
  answerInTurn(fastify);
  nameRequests(fastify);
  tellMethods(fastify);
  forgiveEmptyBodies(fastify);
  endRequests(fastify, deadlineSeconds);
  boundAnswers(fastify, formatError);
  logRequests(fastify, log);
  await serveGraphiql(fastify, parts.graphiqlFolder);
  return app.init();
}
