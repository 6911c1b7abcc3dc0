import { ArmRefusal } from './arm-error.js';
import type { ArmRequest } from './arm-request.js';

/** How many resources a page of a list holds. */
export const pageSize = 100;

export interface Page<T> {
  items: T[];
  /** Absolute, as ARM's. */
  nextLink?: string;
}

/** The page that `$skip` asks for, of at most `$top`; the token is opaque to clients. */
export function pageOf<T>(request: ArmRequest, all: readonly T[]): Page<T> {
  const skip = readSkip(request.query.get('$skip'));
  const end = skip + sizeOf(request.query.get('$top'));
  const items = all.slice(skip, end);
  if (end >= all.length) return { items };
  const next = new URLSearchParams(request.query);
  next.set('$skip', String(end));
  return { items, nextLink: `${request.origin}${request.path}?${next.toString()}` };
}

function sizeOf(top: string | null): number {
  if (top === null) return pageSize;
  const size = Number(top);
  if (Number.isInteger(size) && size > 0) return Math.min(size, pageSize);
  throw new ArmRefusal(400, {
    code: 'InvalidTopInQueryString',
    message: `Invalid $top '${top}' specified in the query string.`,
  });
}

function readSkip(token: string | null): number {
  const skip = Number(token ?? 0);
  if (Number.isInteger(skip) && skip >= 0) return skip;
  throw new ArmRefusal(400, {
    code: 'InvalidSkipToken',
    message: `The continuation token '${token}' is not valid.`,
  });
}
