import { unsupported } from './graph-refusal.js';

export interface GraphQuery {
  /** Where Graph is reached, with the path: what a next link begins with. */
  url: string;
  parameters: URLSearchParams;
}

const usualSize = 100;
const largestSize = 999;

/** The page that is asked for, with the properties that are asked for, and a link to the next one where there is more. */
export function graphPage<T extends { id: string }>(
  { url, parameters }: GraphQuery,
  type: string,
  all: readonly T[],
): object {
  const from = readToken(parameters.get('$skiptoken'));
  const end = from + sizeOf(parameters.get('$top'));
  const value = all.slice(from, end).map((each) => shown(each, type, parameters.get('$select')));
  if (end >= all.length) return { value };
  const next = new URLSearchParams(parameters);
  next.set('$skiptoken', Buffer.from(String(end)).toString('base64url'));
  return { '@odata.nextLink': `${url}?${next.toString()}`, value };
}

/** An object with its type, and what was selected of it; its id always. */
export function shown(object: object, type: string, select: string | null): object {
  const wanted = select?.split(',').map((name) => name.trim());
  const entries = Object.entries(object).filter(
    ([name]) => name !== 'members' && (wanted === undefined || wanted.includes(name)),
  );
  return { '@odata.type': `#microsoft.graph.${type}`, ...Object.fromEntries(entries) };
}

function sizeOf(top: string | null): number {
  const size = top === null ? usualSize : Number(top);
  if (Number.isInteger(size) && size >= 1 && size <= largestSize) return size;
  throw unsupported(
    `Invalid page size specified: '${top}'. Must be between 1 and ${largestSize} inclusive.`,
  );
}

function readToken(token: string | null): number {
  const from = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (Number.isInteger(from) && from >= 0) return from;
  throw unsupported('The specified page token value has expired and can no longer be used.');
}
