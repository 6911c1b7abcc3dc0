import { coerceInputValue, type GraphQLError, isRequiredArgument } from 'graphql';
import { withoutValues } from '../errors/without-values.js';
import { isPage, isRead, type FixedDocument } from './fixed-document.js';
import type { Refusal } from './refusal.js';

/** The variables of a document for an input. */
export type Variables = Readonly<Record<string, unknown>>;

export function variablesOf({ definition }: FixedDocument, input: object): Variables {
  if (!isRead(definition)) return { input };
  const { count, ...rest } = input as { count?: unknown };
  // Null is the same as nothing.
  return isPage(definition) && count === null ? rest : { ...input };
}

/** The path of a field in the input, from its path among the variables. */
const inInput = (document: FixedDocument, path: readonly (string | number)[]): string[] =>
  path.slice(isRead(document.definition) ? 0 : 1).map(String);

/** Every field of the input that GraphQL cannot take: of a wrong type, missing, or that there is none of. */
export function wrongFields(document: FixedDocument, variables: Variables): Refusal[] {
  const { args } = document.field;
  const { count } = variables;
  const counts = isPage(document.definition);
  const known = new Set([...args.map((one) => one.name), ...(counts ? ['count'] : [])]);
  const found = Object.keys(variables)
    .filter((key) => !known.has(key))
    .map((key) => noField([key]));
  if (counts && count !== undefined && typeof count !== 'boolean')
    found.push(badInput(['count'], 'It must be true or false.'));
  for (const arg of args) {
    const { name: key, type } = arg;
    if (variables[key] === undefined && isRequiredArgument(arg)) found.push(missing([key]));
    else
      coerceInputValue(variables[key], type, (path, _value, error) =>
        found.push(refusalOf(inInput(document, [key, ...path]), error)),
      );
  }
  return found;
}

/** graphql-js names a field that is missing, or that there is none of, in words alone. */
const aboutField = /^Field "([^"]+)" (?:of required type|is not defined)/;

function refusalOf(path: string[], error: GraphQLError): Refusal {
  const named = aboutField.exec(error.message)?.[1];
  if (named === undefined) return badInput(path, withoutValues(error.message));
  return error.message.includes('of required type')
    ? missing([...path, named])
    : noField([...path, named]);
}

const badInput = (field: string[], message: string): Refusal => ({
  code: 'BAD_USER_INPUT',
  message,
  field,
});

const missing = (field: string[]): Refusal => badInput(field, 'It is missing.');

const noField = (field: string[]): Refusal => badInput(field, 'There is no such field.');
