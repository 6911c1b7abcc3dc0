import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule } from '@nestjs/common';
import type { GraphQLSchema } from 'graphql';
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
import { apiDependencies, type ApiDependencies } from '../dependencies.js';
import { formatErrorWith, type FormatError } from '../errors/format-error.js';
import { resolvers } from '../graphql/resolvers.js';
import { answerKnownOperations } from '../graphql/resource/known-operations.js';
import type { Log } from '../log.js';
import { logUnreadableRows } from '../reads/unreadable-rows.js';
import { registerRest } from '../rest/register-rest.js';
import { serveSse } from '../subscriptions/serve-sse.js';
import { StreamAdmission } from '../subscriptions/stream-admission.js';
import { serveWebSocket } from '../subscriptions/serve-web-socket.js';
import { answerStatusPlugin } from './answer-status.plugin.js';
import { logRequests } from './log-requests.js';
import { boundDocument, limits } from './limits.js';
import { serveGraphiql } from './serve-graphiql.js';
import { checkRequestPlugin } from './check-request.plugin.js';

@Module({})
class ApiModule {
  static with(deps: ApiDependencies, formatError: FormatError): DynamicModule {
    const dependencies = { provide: apiDependencies, useValue: deps };
    return {
      module: ApiModule,
      imports: [GraphQLModule.forRoot<ApolloDriverConfig>(graphqlOptions(deps, formatError))],
      providers: [dependencies, ...resolvers],
    };
  }
}

const graphqlOptions = (deps: ApiDependencies, formatError: FormatError): ApolloDriverConfig => ({
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
  plugins: [ApolloServerPluginCacheControlDisabled(), checkRequestPlugin, answerStatusPlugin],
  formatError,
  context: (request: FastifyRequest, reply: FastifyReply) => contextOf(deps, request, reply),
});

/** The context of an HTTP request; refuses whoever is nobody before anything is parsed. */
async function contextOf(
  deps: ApiDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<GraphqlContext> {
  const actor = await actorOf(deps.authenticate, request.headers.authorization);
  if (!actor) throw unauthenticated();
  const gone = new AbortController();
  reply.raw.once('close', () => reply.raw.writableFinished || gone.abort());
  return {
    request: requestContext(actor, { requestId: request.id, remoteAddress: request.ip }),
    signal: gone.signal,
  };
}

export interface Api {
  app: NestFastifyApplication;
  close(): Promise<void>;
}

/** The API on Fastify, ready to listen. */
export async function createApp(deps: ApiDependencies, log: Log): Promise<Api> {
  const formatError = formatErrorWith((error) => log.error({ err: error }, 'a request failed'));
  const adapter = new FastifyAdapter({
    bodyLimit: limits.bodyBytes,
    genReqId: () => crypto.randomUUID(),
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.with(deps, formatError),
    adapter,
    {
      logger: false,
      abortOnError: false,
    },
  );
  app.enableShutdownHooks([]);
  const fastify = app.getHttpAdapter().getInstance();
  logRequests(fastify, log);
  const endLogging = logUnreadableRows(log);
  registerRest(fastify, deps);
  await serveGraphiql(fastify, deps.graphiqlFolder);
  const schema = (): GraphQLSchema => app.get(GraphQLSchemaHost, { strict: false }).schema;
  const streams = { ...deps, formatError, admission: new StreamAdmission(deps.streamLimits) };
  const events = serveSse(fastify, streams, schema);
  await app.init();
  const sockets = serveWebSocket(app.getHttpServer(), streams, schema());
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
