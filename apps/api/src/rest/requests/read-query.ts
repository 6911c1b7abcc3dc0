import { isObject } from '#libs/kernel';
import type { Refusal } from '../../channels/refusal.js';
import { usualPage, type QueryParameter } from '../routes/parameters.js';

/** A refusal of something in a request that is no field of an input that its route takes there. */
export interface RequestRefusal extends Refusal {
  parameter?: string;
  /** Of a field of the body that stands elsewhere in a request, or nowhere. */
  pointer?: string;
  header?: string;
}

export interface ReadQuery {
  input: Record<string, unknown>;
  refusals: readonly RequestRefusal[];
}

/** The input that the query of an address says, or what is wrong with it: each parameter by its name. */
export function readQuery(
  search: URLSearchParams,
  parameters: readonly QueryParameter[],
): ReadQuery {
  const input: Record<string, unknown> = {};
  const refusals: RequestRefusal[] = [];
  for (const key of new Set(search.keys())) {
    const parameter = parameters.find(({ name }) => name === key);
    const read = parameter ? readValues(parameter, search.getAll(key)) : { wrong: noParameter };
    if ('wrong' in read) refusals.push(badParameter(key, read.wrong));
    else if (parameter) place(input, parameter.path, read.value);
  }
  withUsualPage(input, parameters);
  return { input, refusals };
}

const noParameter = 'There is no such parameter.';

const badParameter = (parameter: string, message: string): RequestRefusal => ({
  code: 'BAD_USER_INPUT',
  message,
  parameter,
});

type Read = { value: unknown } | { wrong: string };

function readValues({ kind }: QueryParameter, texts: readonly string[]): Read {
  if (kind === 'list') return { value: texts };
  if (kind === 'objects') return readObjects(texts);
  const [text = ''] = texts;
  if (texts.length > 1) return { wrong: 'It is given more than once.' };
  if (kind === 'integer')
    return /^-?\d{1,15}$/.test(text)
      ? { value: Number(text) }
      : { wrong: 'It must be an integer.' };
  if (kind !== 'boolean') return { value: text };
  const value = { true: true, false: false }[text];
  return value === undefined ? { wrong: 'It must be true or false.' } : { value };
}

function readObjects(texts: readonly string[]): Read {
  const value = texts.map(parsed);
  return value.every(isObject)
    ? { value }
    : { wrong: 'Each must be an object as JSON, such as {"key":"owner"}.' };
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function place(input: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) input[name] = value;
  else place((input[name] ??= {}) as Record<string, unknown>, rest, value);
}

/** A page that says nothing of its size has the usual one. */
function withUsualPage(
  input: Record<string, unknown>,
  parameters: readonly QueryParameter[],
): void {
  const isPage = parameters.some(({ name }) => name === 'first');
  if (isPage && input['first'] === undefined && input['last'] === undefined)
    input['first'] = usualPage;
}
