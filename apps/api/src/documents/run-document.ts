import { execute, type ExecutionResult } from 'graphql';
import { answerKnown, type KnownRequest } from './known-documents.js';

/** What an operation of a valid document answers: by what was compiled of it where it is known, else as graphql-js runs it. */
export async function runDocument(asked: KnownRequest): Promise<ExecutionResult> {
  const data = await answerKnown(asked);
  if (data) return { data };
  const { schema, document, operation, variables, contextValue, rootValue } = asked;
  const operationName = operation.name?.value;
  return execute({
    schema,
    document,
    operationName,
    variableValues: variables,
    contextValue,
    rootValue,
  });
}
