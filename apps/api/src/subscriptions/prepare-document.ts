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
import { boundDocument, limits } from '../server/limits.js';
import { checkTexts } from '../server/check-texts.js';

export interface DocumentRequest {
  query: string;
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
}

/** The document of a request over a stream, under the same rules as over HTTP; or why it is refused. */
export function prepareDocument(
  schema: GraphQLSchema,
  { query, operationName, variables }: DocumentRequest,
  costLimit: number,
): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query, { maxTokens: limits.tokens });
    checkTexts(variables);
    const errors = validate(schema, document, [...specifiedRules, boundDocument]);
    if (errors.length > 0) return withCode(errors, 'GRAPHQL_VALIDATION_FAILED');
    const operation = getOperationAST(document, operationName);
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
    boundCost(schema, { document, operation, variables: variables ?? {} }, costLimit);
    return document;
  } catch (error) {
    if (error instanceof GraphQLError) return withCode([error], 'GRAPHQL_PARSE_FAILED');
    throw error;
  }
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

export const isDocument = (
  prepared: DocumentNode | readonly GraphQLError[],
): prepared is DocumentNode => 'kind' in prepared;
