import { STATUS_CODES } from 'node:http';
import { userErrorCodes, type CodeTable } from '#libs/kernel';
import { wordsOf } from '../../graphql/catalogue/words-of.js';
import { requestCodes } from '../../errors/request-codes.js';
import { pointerOf } from '../requests/json-pointer.js';
import type { RequestRefusal } from '../requests/read-query.js';
import { inputOf } from '../routes/parameters.js';
import type { Route } from '../routes/route.js';
import { statusOf, weightiestOf, type Place } from './status-of.js';

/** What is wrong with one thing in a request. */
interface ProblemEntry {
  code: string;
  message: string;
  /** Of a field of the body, as a JSON Pointer (RFC 6901). */
  pointer?: string;
  /** In the path or the query. */
  parameter?: string;
  header?: string;
  operationId?: string;
  armId?: string;
}

/** A problem document (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors: readonly ProblemEntry[];
  /** Of what is under way. */
  operationId?: string;
  accepted?: string;
  requestId: string;
}

const codes: CodeTable = { ...userErrorCodes, ...requestCodes };

/** A problem of one kind has one address, which tells of it. */
export const problemPath = '/v1/problems';

/** Why a route does not answer. `status`: what it is whatever the codes say. */
export function problemOf(
  refusals: readonly RequestRefusal[],
  { route, requestId, status }: { route?: Route | undefined; requestId: string; status?: number },
): Problem {
  const placed = refusals.map((refusal) => ({ refusal, ...placeOf(refusal, route) }));
  const found = placed.map(({ refusal, place }) => statusOf(refusal.code, place));
  const worst = status ?? weightiestOf(found);
  const first = placed[Math.max(0, found.indexOf(worst))];
  const { code = 'INTERNAL_SERVER_ERROR', operationId, accepted } = { ...first?.refusal };
  return {
    type: `${problemPath}/${code}`,
    title: codes[code]?.when ?? STATUS_CODES[worst] ?? '',
    status: worst,
    detail: first ? wordsOf({ message: first.refusal.message, field: namesOf(first.at) }) : '',
    code,
    errors: placed.map(({ refusal, at }) => entryOf(refusal, at)),
    ...(operationId !== undefined && { operationId }),
    ...(accepted !== undefined && { accepted }),
    requestId,
  };
}

const entryOf = (
  { code, message, operationId, armId }: RequestRefusal,
  at: Partial<ProblemEntry>,
): ProblemEntry => ({
  code,
  message,
  ...at,
  ...(operationId !== undefined && { operationId }),
  ...(armId !== undefined && { armId }),
});

/** What people call the place of a refusal: a field of the body by its path. */
const namesOf = ({ pointer, parameter, header }: Placed['at']): string[] =>
  pointer?.split('/').slice(1) ?? [parameter ?? header ?? ''];

interface Placed {
  place: Place;
  at: Pick<ProblemEntry, 'pointer' | 'parameter' | 'header'>;
}

/** Where in the request a refused field stands. */
function placeOf(
  { field, parameter, header, pointer }: RequestRefusal,
  route: Route | undefined,
): Placed {
  if (pointer !== undefined) return { place: 'body', at: { pointer } };
  if (parameter !== undefined) return { place: 'query', at: { parameter } };
  if (header !== undefined) return { place: 'header', at: { header } };
  const [name] = field ?? [];
  if (name === undefined || !route) return { place: 'nowhere', at: {} };
  if (route.idFields.includes(name)) return { place: 'path', at: { parameter: 'id' } };
  const named = headers[name];
  if (named !== undefined) return { place: 'header', at: { header: named } };
  const { query } = inputOf(route);
  if (query.length === 0) return { place: 'body', at: { pointer: pointerOf(field ?? []) } };
  return { place: 'query', at: { parameter: parameterOf(field ?? []) } };
}

const headers: Readonly<Record<string, string>> = {
  idempotencyKey: 'Idempotency-Key',
  ifMatch: 'If-Match',
};

/** How an address calls a field of the input. */
export function parameterOf(path: readonly string[]): string {
  const [name = '', ...rest] = path[0] === 'filter' ? path.slice(1) : path;
  return `${name}${rest.map((part) => `[${part}]`).join('')}`;
}
