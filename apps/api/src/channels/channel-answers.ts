import { Inject, Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import type { GraphqlContext } from '../context/graphql-context.js';
import { ArrivalLane } from '../cost/arrival-lane.js';
import { boundCost } from '../cost/bound-cost.js';
import { FairQueue } from '../cost/fair-queue.js';
import { takeTurn } from '../cost/take-turn.js';
import { runDocument } from '../documents/run-document.js';
import { FORMAT_ERROR, type FormatError, sayError } from '../errors/format-error.js';
import { SETTINGS, type ApiSettings } from '../parts/parts.js';
import { checkTexts } from '../server/check-texts.js';
import { fixedDocument, isRead, type Definition, type FixedDocument } from './fixed-document.js';
import { variablesOf, wrongFields, type Variables } from './read-input.js';
import {
  refusalOfVerb,
  refusalsOfError,
  warningOfVerb,
  type Refusal,
  type UserError,
  type VerbWarning,
} from './refusal.js';

/** What was asked for, or why it is not answered: one refusal a field at least. */
export type Answer = { data: unknown } | { refusals: readonly Refusal[] };

/**
 * Answers verbs and reads for ways in that ask no documents of their own: each definition has one document (ADR 0039),
 * which is priced, takes its turn and is run as if it had come over GraphQL.
 */
@Injectable()
export class ChannelAnswers {
  private readonly documents = new Map<string, FixedDocument>();

  constructor(
    private readonly host: GraphQLSchemaHost,
    private readonly arrivals: ArrivalLane,
    private readonly queue: FairQueue,
    @Inject(FORMAT_ERROR) private readonly formatError: FormatError,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** The document of a definition; with `only`, of what is found shows things of that type alone. */
  documentOf(definition: Definition, only?: string): FixedDocument {
    const key = `${isRead(definition) ? 'read' : 'verb'} ${definition.name} ${only ?? ''}`;
    const known = this.documents.get(key);
    if (known) return known;
    const made = fixedDocument(this.host.schema, definition, only);
    this.documents.set(key, made);
    return made;
  }

  /**
   * What the document answers to an input as clients write it. `data` is null where nothing is found. Never rejects for what a client may be told: that is a refusal.
   */
  async answerOf(
    definition: Definition,
    context: GraphqlContext,
    input: object,
    only?: string,
  ): Promise<Answer> {
    try {
      const { request, signal } = context;
      await this.arrivals.enter(request.actor.principalId, signal);
      const document = this.documentOf(definition, only);
      const given = variablesOf(document, input);
      checkTexts(given);
      const wrong = wrongFields(document, given);
      if (wrong.length > 0) return { refusals: wrong };
      return await this.run(document, context, given);
    } catch (error) {
      return { refusals: this.refusalsOf(error) };
    }
  }

  /** Every field of an input that a definition cannot take. */
  wrongFieldsOf(definition: Definition, input: object, only?: string): readonly Refusal[] {
    const document = this.documentOf(definition, only);
    return wrongFields(document, variablesOf(document, input));
  }

  /** Why something failed, in words for clients; what they may not know is logged. */
  refusalsOf(cause: unknown): Refusal[] {
    const error = cause instanceof GraphQLError ? cause : new GraphQLError('');
    return refusalsOfError(error, sayError(this.formatError, error, cause));
  }

  private async run(
    { definition, document, operation }: FixedDocument,
    context: GraphqlContext,
    variableValues: Variables,
  ): Promise<Answer> {
    const { schema } = this.host;
    const asked = { document, operation, variables: variableValues };
    const cost = boundCost(schema, asked, this.settings.costLimit);
    const leave = await takeTurn(this.queue, { operation, cost }, context);
    const running = runDocument({ ...asked, schema, contextValue: context });
    const result = await running.finally(leave);
    const [error] = result.errors ?? [];
    if (error) return { refusals: this.refusalsOf(error) };
    return asAnswer(result.data?.[definition.name]);
  }
}

interface VerbAnswer {
  userErrors: readonly UserError[];
  warnings: readonly VerbWarning[];
}

/** What a mutation refuses stands in its answer. */
function asAnswer(data: unknown): Answer {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return { data };
  // Of another type than is shown.
  if (!Array.isArray(data) && Object.keys(data).length === 0) return { data: null };
  if (!('userErrors' in data)) return { data };
  const { userErrors, warnings, ...rest } = data as VerbAnswer;
  if (userErrors.length > 0) return { refusals: userErrors.map(refusalOfVerb) };
  return { data: { ...rest, warnings: warnings.map(warningOfVerb) } };
}
