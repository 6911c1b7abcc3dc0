import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Inject, Injectable } from '@nestjs/common';
import type { GqlOptionsFactory } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { GraphQLError, lexicographicSortSchema, type GraphQLSchema } from 'graphql';
import { Authentication } from '../access/authentication.js';
import { unauthenticated, type GraphqlContext } from '../context/graphql-context.js';
import { ArrivalLane } from '../cost/arrival-lane.js';
import { costPlugin } from '../cost/cost.plugin.js';
import { FairQueue } from '../cost/fair-queue.js';
import { knownDocumentsPlugin } from '../documents/known-documents.plugin.js';
import { TrustedDocuments } from '../documents/trusted-documents.js';
import { FORMAT_ERROR, type FormatError } from '../errors/format-error.js';
import { unavailableHttp } from '../errors/unavailable.js';
import { SETTINGS, type ApiSettings } from '../parts/parts.js';
import { StepDurations } from '../parts/step-durations.js';
import { answerStatusPlugin } from '../server/answer-status.plugin.js';
import { checkRequestPlugin } from '../server/check-request.plugin.js';
import { boundDocument, limits } from '../server/limits.js';
import { PersistedQueries } from '../server/persisted-queries.js';
import { tellEnumWords } from './enum-words.js';
import { Entities } from './federation/entities.js';
import { asSubgraph } from './federation/serve-subgraph.js';
import { answerKnownOperations } from './resource/known-operations.js';

/** How documents over HTTP are taken, bounded and answered. */
@Injectable()
export class GraphqlOptions implements GqlOptionsFactory<ApolloDriverConfig> {
  constructor(
    private readonly authentication: Authentication,
    private readonly arrivals: ArrivalLane,
    private readonly queue: FairQueue,
    private readonly persistedQueries: PersistedQueries,
    private readonly trustedDocuments: TrustedDocuments,
    private readonly durations: StepDurations,
    private readonly entities: Entities,
    @Inject(FORMAT_ERROR) private readonly formatError: FormatError,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  createGqlOptions(): ApolloDriverConfig {
    return {
      driver: ApolloDriver,
      path: '/graphql',
      autoSchemaFile: true,
      // It asks the whole schema whether it is one. Apollo Server does so too, and print-schema before anything is released.
      buildSchemaOptions: { skipCheck: true },
      transformSchema: (schema) => this.serve(schema),
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
        // Else a subgraph tells whoever asks by a header what each of its fields took.
        ApolloServerPluginInlineTraceDisabled(),
        checkRequestPlugin,
        costPlugin(this.settings.costLimit, this.queue),
        answerStatusPlugin,
        knownDocumentsPlugin,
      ],
      persistedQueries: { cache: this.persistedQueries },
      formatError: this.formatError,
      context: (request: FastifyRequest) => this.admit(request),
    };
  }

  private serve(schema: GraphQLSchema): GraphQLSchema {
    const known = answerKnownOperations(schema, this.durations);
    const served = this.settings.isSubgraph ? asSubgraph(known, this.entities) : known;
    // Sorting makes every enum anew, and so comes first.
    return tellEnumWords(lexicographicSortSchema(served));
  }

  /** The context of an HTTP request; refuses whoever is nobody before anything is parsed. */
  private async admit(request: FastifyRequest): Promise<GraphqlContext> {
    const context = await this.authentication.admit(request, 'graphql').catch(asHttp);
    if (!context) throw unauthenticated();
    const { signal, request: asked } = context;
    await this.trustedDocuments.admit(request, asked.actor);
    await this.arrivals.enter(asked.actor.principalId, signal).catch(asHttp);
    return context;
  }
}

/** Apollo Server answers what is thrown before it has a request with the status that the error names. */
function asHttp(cause: unknown): never {
  const http = unavailableHttp([cause]);
  if (!http || !(cause instanceof Error)) throw cause;
  throw new GraphQLError('', { originalError: cause, extensions: { http } });
}
