import {
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { boundDocument, limits } from '../server/limits.js';
import { refuseUnstorable } from '../server/refuse-unstorable.js';

export interface StreamRequest {
  query: string;
  variables?: Record<string, unknown> | null | undefined;
}

/** The document of a request over a stream, under the same rules as over HTTP; or why it is refused. */
export function prepareDocument(
  schema: GraphQLSchema,
  { query, variables }: StreamRequest,
): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query, { maxTokens: limits.tokens });
    refuseUnstorable(variables);
    const errors = validate(schema, document, [...specifiedRules, boundDocument]);
    return errors.length > 0 ? withCode(errors, 'GRAPHQL_VALIDATION_FAILED') : document;
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

export const isDocument = (
  prepared: DocumentNode | readonly GraphQLError[],
): prepared is DocumentNode => 'kind' in prepared;
