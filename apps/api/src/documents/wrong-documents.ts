import { GraphQLError, parse, specifiedRules, validate, type GraphQLSchema } from 'graphql';
import { boundDocument, limits } from '../server/limits.js';

/** What is wrong with documents, a line each with the id: they are held to the schema and to the limits of requests. */
export const wrongDocuments = (
  schema: GraphQLSchema,
  documents: ReadonlyMap<string, string>,
): string[] =>
  [...documents].flatMap(([id, text]) =>
    errorsOf(schema, text).map(({ message }) => `${id}: ${message}`),
  );

function errorsOf(schema: GraphQLSchema, text: string): readonly GraphQLError[] {
  try {
    const document = parse(text, { maxTokens: limits.tokens });
    return validate(schema, document, [...specifiedRules, boundDocument]);
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}
