import {
  coerceInputValue,
  getNamedType,
  type GraphQLError,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  getNullableType,
  type GraphQLInputType,
} from 'graphql';
import { withoutValues } from '../errors/without-values.js';
import { isRead, type FixedDocument } from './fixed-document.js';
import type { Refusal } from './refusal.js';

/** The variables of a document for an input. */
export type Variables = Readonly<Record<string, unknown>>;

export const variablesOf = ({ definition }: FixedDocument, input: object): Variables =>
  isRead(definition) ? { ...input } : { input };

/** The path of a field in the input, from its path among the variables. */
const inInput = (document: FixedDocument, path: readonly (string | number)[]): string[] =>
  path.slice(isRead(document.definition) ? 0 : 1).map(String);

/** Every field of the input that GraphQL cannot take: of a wrong type, missing, or that there is none of. */
export function wrongFields(document: FixedDocument, variables: Variables): Refusal[] {
  const { args } = document.field;
  const known = new Set(args.map((one) => one.name));
  const found = Object.keys(variables)
    .filter((key) => !known.has(key))
    .map((key) => noField([key]));
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

/** Whether a text can only be an ARM id: no id of ours begins so. */
export const isArmId = (text: unknown): text is string =>
  typeof text === 'string' && text.startsWith('/');

/** What is given as an id and is an ARM id, in this value of this type. */
export function armIdsIn(type: GraphQLInputType, value: unknown): string[] {
  const found: string[] = [];
  mapIds(type, value, (text) => {
    if (isArmId(text)) found.push(text);
    return text;
  });
  return found;
}

/** A value of an input type with each of its ids replaced. */
export function mapIds(
  type: GraphQLInputType,
  value: unknown,
  change: (id: unknown) => unknown,
): unknown {
  const nullable = getNullableType(type);
  if (value === null || value === undefined) return value;
  if (isListType(nullable) && Array.isArray(value))
    return value.map((one) => mapIds(nullable.ofType, one, change));
  if (getNamedType(type).name === 'ID') return change(value);
  if (!isInputObjectType(nullable) || typeof value !== 'object') return value;
  const fields = nullable.getFields();
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => {
      const field = fields[key];
      return [key, field ? mapIds(field.type, inner, change) : inner];
    }),
  );
}
