import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { boundCost } from '../cost/bound-cost.js';
import type { Priced } from '../cost/take-turn.js';
import { boundDocument, limits } from '../server/limits.js';
import { checkTexts } from '../server/check-texts.js';

export interface DocumentRequest {
  query: string;
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
}

/** A document that may be run, the operation in it that was asked for, and what that costs. */
export interface Prepared extends Priced {
  document: DocumentNode;
}

/** What rules a document is held to. */
export interface DocumentRules {
  schema: GraphQLSchema;
  costLimit: number;
  /** Throws where a subscription would be refused, before its document is checked, which costs more. */
  checkSubscription(): void;
}

/** The document of a request over a stream, under the same rules as over HTTP; or why it is refused. */
export function prepareDocument(
  { query, operationName, variables }: DocumentRequest,
  { schema, costLimit, checkSubscription }: DocumentRules,
): Prepared | readonly GraphQLError[] {
  try {
    const document = parse(query, { maxTokens: limits.tokens });
    checkTexts(variables);
    const operation = getOperationAST(document, operationName);
    if (operation?.operation === 'subscription') checkSubscription();
    const errors = validate(schema, document, [...specifiedRules, boundDocument]);
    if (errors.length > 0) return withCode(errors, 'GRAPHQL_VALIDATION_FAILED');
    if (!operation) return [noOperation(operationName)];
    const coerced = getVariableValues(
      schema,
      operation.variableDefinitions ?? [],
      variables ?? {},
      {
        maxErrors: 50,
      },
    );
    if (coerced.errors) return withCode(coerced.errors, 'BAD_USER_INPUT');
    const request = { document, operation, variables: variables ?? {} };
    const cost = boundCost(schema, request, costLimit);
    return operation.operation === 'subscription'
      ? { ...withoutPlaces(query, operationName), cost }
      : { document, operation, cost };
  } catch (error) {
    if (error instanceof GraphQLError) return withCode([error], 'GRAPHQL_PARSE_FAILED');
    throw error;
  }
}

/** A good document as it is kept while its subscription is open: where things stand in the text is most of its memory. */
function withoutPlaces(query: string, operationName: string | null | undefined) {
  const document = parse(query, { noLocation: true });
  const operation = getOperationAST(document, operationName);
  if (!operation) throw noOperation(operationName);
  return { document, operation };
}

/** As Apollo Server names them over HTTP. */
function withCode(errors: readonly GraphQLError[], code: string): readonly GraphQLError[] {
  for (const { extensions } of errors) extensions.code ??= code;
  return errors;
}

const noOperation = (operationName: string | null | undefined): GraphQLError =>
  new GraphQLError(
    typeof operationName === 'string'
      ? `Unknown operation named "${operationName}".`
      : 'Must provide operation name if query contains multiple operations.',
    { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
  );
