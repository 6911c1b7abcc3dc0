import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule, GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController, type FastifyReply, type FastifyRequest } from 'fastify';
import {
  actorOf,
  requestContext,
  unauthenticated,
  type GraphqlContext,
} from '../context/graphql-context.js';
import { createAddressReader } from '../context/client-address.js';
import { costPlugin } from '../cost/cost.plugin.js';
import { ArrivalLane } from '../cost/arrival-lane.js';
import { FairQueue } from '../cost/fair-queue.js';
import { apiDependencies, type ApiDependencies } from '../dependencies.js';
import { formatErrorWith } from '../errors/format-error.js';
import { unavailableHttp } from '../errors/unavailable.js';
import { resolvers } from '../graphql/resolvers.js';
import { answerKnownOperations } from '../graphql/resource/known-operations.js';
import type { Log } from '../log.js';
import { logUnreadableRows } from '../reads/unreadable-rows.js';
import { registerRest } from '../rest/register-rest.js';
import { serveSse, type StreamServerDependencies } from '../subscriptions/serve-sse.js';
import { StreamAdmission } from '../subscriptions/stream-admission.js';
import { serveWebSocket } from '../subscriptions/serve-web-socket.js';
import { answerFailure, FailureFilter } from './answer-failures.js';
import { answerStatusPlugin } from './answer-status.plugin.js';
import { boundAnswers } from './bound-answers.js';
import { endRequests, signalOf } from './end-requests.js';
import { logRequests } from './log-requests.js';
import { answerInTurn } from './answer-in-turn.js';
import { boundDocument, limits, queueLimits } from './limits.js';
import { nameRequests, requestIdHeader } from './name-requests.js';
import { PersistedQueries } from './persisted-queries.js';
import { serveGraphiql } from './serve-graphiql.js';
import { checkRequestPlugin } from './check-request.plugin.js';

/** What every way in shares. */
type Served = StreamServerDependencies;

@Module({})
class ApiModule {
  static with(deps: Served): DynamicModule {
    const dependencies = { provide: apiDependencies, useValue: deps };
    return {
      module: ApiModule,
      imports: [GraphQLModule.forRoot<ApolloDriverConfig>(graphqlOptions(deps))],
      providers: [dependencies, ...resolvers],
    };
  }
}

const graphqlOptions = (deps: Served): ApolloDriverConfig => ({
  driver: ApolloDriver,
  path: '/graphql',
  autoSchemaFile: true,
  sortSchema: true,
  transformSchema: (schema) => answerKnownOperations(schema, deps.findDuration),
  graphiql: false,
  introspection: true,
  // A browser cannot be made to send Authorization across sites without asking first, and nobody gets in without.
  csrfPrevention: { requestHeaders: ['authorization'] },
  allowBatchedHttpRequests: false,
  includeStacktraceInErrorResponses: false,
  preserveHttpStatusForExecutionErrors: false,
  autoTransformHttpErrors: false,
  parseOptions: { maxTokens: limits.tokens },
  validationRules: [boundDocument],
  plugins: [
    ApolloServerPluginCacheControlDisabled(),
    checkRequestPlugin,
    costPlugin(deps.costLimit, deps.queue),
    answerStatusPlugin,
  ],
  persistedQueries: { cache: deps.persistedQueries },
  formatError: deps.formatError,
  context: (request: FastifyRequest) => contextOf(deps, request),
});

/** Apollo Server answers what is thrown before it has a request with the status that the error names. */
function asHttp(cause: unknown): never {
  const http = unavailableHttp([cause]);
  if (!http || !(cause instanceof Error)) throw cause;
  throw new GraphQLError('', { originalError: cause, extensions: { http } });
}

/** The context of an HTTP request; refuses whoever is nobody before anything is parsed. */
async function contextOf(deps: Served, request: FastifyRequest): Promise<GraphqlContext> {
  const actor = await actorOf(deps.authenticate, request.headers.authorization).catch(asHttp);
  if (!actor) throw unauthenticated();
  const signal = signalOf(request);
  await deps.arrivals.enter(actor.principalId, signal).catch(asHttp);
  return {
    request: requestContext(actor, {
      requestId: request.id,
      remoteAddress: deps.readClientAddress(request.raw),
    }),
    signal,
  };
}

/** Pages of these origins may ask and read. Nobody is known by a cookie, so there are no credentials to send along. */
const corsFor = (origins: readonly string[]) => ({
  origin: [...origins],
  methods: ['GET', 'POST'],
  exposedHeaders: [requestIdHeader, 'retry-after'],
  maxAge: 7_200,
});

export interface Api {
  app: NestFastifyApplication;
  close(): Promise<void>;
}

/** The API on Fastify, ready to listen. */
export async function createApp(given: ApiDependencies, log: Log): Promise<Api> {
  const formatError = formatErrorWith((error, requestId) =>
    log.error({ err: error, requestId }, 'a request failed'),
  );
  const { corsOrigins, trustedProxies } = given.http;
  const deps: Served = {
    ...given,
    formatError,
    persistedQueries: new PersistedQueries(),
    readClientAddress: createAddressReader(trustedProxies),
    admission: new StreamAdmission(given.streamLimits),
    queue: new FairQueue(queueLimits),
    arrivals: new ArrivalLane(),
    events: new ArrivalLane(),
  };
  const adapter = new FastifyAdapter({
    bodyLimit: limits.bodyBytes,
    genReqId: () => crypto.randomUUID(),
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      void answerFailure(formatError, 400, request, reply.header(requestIdHeader, request.id)),
    loggerInstance: log,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(deps), adapter, {
    logger: false,
    abortOnError: false,
  });
  app.enableShutdownHooks([]);
  app.useGlobalFilters(new FailureFilter(formatError));
  if (corsOrigins.length > 0) app.enableCors(corsFor(corsOrigins));
  const fastify = app.getHttpAdapter().getInstance();
  answerInTurn(fastify);
  nameRequests(fastify);
  endRequests(fastify, given.http.deadlineSeconds);
  boundAnswers(fastify, formatError);
  logRequests(fastify, log);
  const endLogging = logUnreadableRows(log);
  registerRest(fastify, deps);
  await serveGraphiql(fastify, deps.graphiqlFolder);
  const schema = (): GraphQLSchema => app.get(GraphQLSchemaHost, { strict: false }).schema;
  const events = serveSse(fastify, deps, schema);
  await app.init();
  const sockets = serveWebSocket(app.getHttpServer(), deps, schema());
  return {
    app,
    close: async () => {
      endLogging();
      events.close();
      await sockets.close();
      await app.close();
    },
  };
}
