import type { FastifyRequest } from 'fastify';
import { isObject } from '#libs/kernel';
import type { Refusal } from '../../channels/refusal.js';
import { fieldsOf } from '../../graphql/catalogue/shape-of.js';
import { inputOf, type RouteInput } from '../routes/parameters.js';
import type { Route } from '../routes/route.js';
import { noIfMatch, readIfMatch, readKey, type IfMatch } from './read-headers.js';
import { pointerOf } from './json-pointer.js';
import { readQuery, type RequestRefusal } from './read-query.js';

/** What a request asks of its route. */
export interface Asked {
  input: Record<string, unknown>;
  ifMatch: IfMatch | undefined;
}

/** A request that asks nothing which can be answered; `status` where that is not of its codes. */
export interface Unreadable {
  refusals: readonly RequestRefusal[];
  status?: number;
  /** What could be read of it, which may have faults of its own. */
  input?: Record<string, unknown>;
}

const jsonType = /^application\/json\s*(;|$)/i;

/** As long as an ARM id may be, and ids of ours never are. */
const longestId = 2_048;

/** What is asked, from the path, the query, the headers and the body; or everything that is wrong with them. */
export function readRequest(route: Route, request: FastifyRequest): Asked | Unreadable {
  const takes = inputOf(route);
  const { body, headers } = request;
  const hasBody = body !== undefined && body !== null;
  if (takes.body && hasBody && !jsonType.test(headers['content-type'] ?? ''))
    return { status: 415, refusals: [badRequest('Send application/json.')] };
  if (hasBody && !isObject(body))
    return { status: 400, refusals: [badRequest('The body must be a JSON object.')] };
  const query = readQuery(searchOf(request), takes.query);
  const ifMatch = readIfMatch(asText(headers['if-match']));
  const { found, lost } = placed(takes, hasBody ? body : {});
  const refusals = [
    ...query.refusals,
    ...wrongId(route, request),
    ...wrongIfMatch(ifMatch, takes),
    ...lost.map((name) => misplaced(route, takes, name)),
  ];
  const input = { ...query.input, ...found, ...idOf(route, request), ...keyOf(takes, request) };
  return refusals.length > 0
    ? { refusals, input }
    : { input, ifMatch: ifMatch as IfMatch | undefined };
}

const badRequest = (message: string): Refusal => ({ code: 'BAD_REQUEST', message });

const asText = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(', ') : header;

export const searchOf = ({ url }: Pick<FastifyRequest, 'url'>): URLSearchParams =>
  new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : '');

const paramOf = ({ params }: FastifyRequest): string => (params as { id?: string }).id ?? '';

function wrongId({ idFields }: Route, request: FastifyRequest): RequestRefusal[] {
  const { length } = paramOf(request);
  if (idFields.length === 0 || length <= longestId) return [];
  const message = `It has ${length} characters; ${longestId} are the most.`;
  return [{ code: 'BAD_USER_INPUT', message, parameter: 'id' }];
}

const wrongIfMatch = (
  ifMatch: IfMatch | RequestRefusal | undefined,
  { takesIfMatch }: RouteInput,
): RequestRefusal[] => {
  if (ifMatch === undefined) return [];
  if ('code' in ifMatch) return [ifMatch];
  return takesIfMatch ? [] : [noIfMatch];
};

const elsewhere: Readonly<Record<string, string>> = {
  idempotencyKey: 'Send it as the header Idempotency-Key.',
  ifMatch: 'Send it as the header If-Match.',
};

/** The fields of a body that it may have, and the names of those that stand elsewhere or that there is none of. */
function placed({ body: schema }: RouteInput, body: object) {
  const known = new Set(Object.keys(schema?.['properties'] ?? {}));
  const entries = Object.entries(body);
  return {
    found: Object.fromEntries(entries.filter(([name]) => known.has(name))),
    lost: entries.flatMap(([name]) => (known.has(name) ? [] : [name])),
  };
}

const misplaced = ({ idFields }: Route, { query }: RouteInput, name: string): RequestRefusal => ({
  code: 'BAD_USER_INPUT',
  pointer: pointerOf([name]),
  message: whyNot(idFields, query, name),
});

function whyNot(idFields: readonly string[], query: RouteInput['query'], name: string): string {
  if (idFields.includes(name)) return 'It stands in the path.';
  if (query.some(({ path }) => path[0] === name)) return 'It stands in the query.';
  return elsewhere[name] ?? 'There is no such field.';
}

/** The id in the path as the field that takes it: the last takes any. */
function idOf({ definition, idFields }: Route, request: FastifyRequest): Record<string, string> {
  const id = paramOf(request);
  const fields = fieldsOf(definition.input);
  const name = idFields.find(
    (one, at) => at === idFields.length - 1 || fields[one]?.safeParse(id).success,
  );
  return name === undefined ? {} : { [name]: id };
}

function keyOf({ takesKey }: RouteInput, { headers }: FastifyRequest): Record<string, string> {
  const key = readKey(asText(headers['idempotency-key']));
  return takesKey && key !== undefined ? { idempotencyKey: key } : {};
}
