import type { JsonSchema } from '../../channels/answer-schema.js';
import { isRead } from '../../channels/fixed-document.js';
import { statuses } from '../answers/status-of.js';
import { makes } from '../routes/makes.js';
import { inputOf } from '../routes/parameters.js';
import type { Route } from '../routes/route.js';

const text = (description: string, more: object = {}): object => ({
  description,
  schema: { type: 'string', ...more },
});

/** Headers of answers, by what they are called in the document's components. */
export const headers: Readonly<Record<string, object>> = {
  Location: text('Where what was made is, or the operation that makes it.', { format: 'uri' }),
  'Operation-Location': text('Where to look for the operation.', { format: 'uri' }),
  'Retry-After': { description: 'Seconds after which to ask again.', schema: { type: 'integer' } },
  ETag: text('Which state was asked for: If-Match takes it. What Azure observes is no part of it.'),
  Link: text('The first page, the next and the one before, as RFC 8288 says.'),
  'X-Request-Id': text('The id of the request in the audit trail and the log.', { format: 'uuid' }),
  'WWW-Authenticate': text('What to authenticate with.'),
  'Preference-Applied': text('How long it was waited for.'),
};

const refer = (names: readonly string[]): object =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

const body = (description: string, json: JsonSchema, names: readonly string[] = []) => ({
  description,
  headers: refer(['X-Request-Id', ...names]),
  content: { 'application/json': json },
});

/** What is wrong, by status. The codes say what exactly. */
const problems: Readonly<
  Record<number, readonly [description: string, headers?: readonly string[]]>
> = {
  400: ['The request cannot be read.'],
  401: ['Nobody is known by the credential.', ['WWW-Authenticate']],
  403: ['Your roles, or what was shared, do not allow it.'],
  404: ['There is no such thing, or you may not see it.'],
  406: ['It is not answered as Accept wants it.'],
  409: ['It is not possible as things stand, or something is under way.'],
  412: ['It was changed since you read it.'],
  413: ['The body is too large.'],
  415: ['The body is not JSON.'],
  422: ['What is asked cannot be done.'],
  429: ['Too many requests of yours wait.', ['Retry-After']],
  503: ['Something that Armature stands on does not answer.', ['Retry-After']],
};

/** Each status that refuses, as the document's components have it. */
export const problemResponses: Readonly<Record<string, object>> = Object.fromEntries(
  Object.entries(problems).map(([status, [description, names = []]]) => [
    `Problem${status}`,
    {
      description: `${description} ${codesOf(Number(status))}`.trim(),
      headers: refer(['X-Request-Id', ...names]),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]),
);

function codesOf(status: number): string {
  const codes = Object.entries(statuses).flatMap(([code, one]) => (one === status ? [code] : []));
  return codes.length === 0 ? '' : `Codes: ${codes.join(', ')}.`;
}

/** Which statuses refuse what a route is asked. */
export function refusalStatuses(route: Route): number[] {
  const { definition, idFields } = route;
  const always = [400, 401, 406, 429, 503];
  const ofId = idFields.length > 0 ? [404] : [];
  if (isRead(definition)) return [...always, ...ofId, ...(definition.refuses ?? [])];
  // What is one's own: whoever may not do it does not see it either.
  const ofRoles = definition.exceptOwn && definition.effect !== 'create' ? [] : [403];
  const ofVerb = [...ofRoles, 409, 413, 415, 422];
  return [...always, ...ofId, ...ofVerb, ...(inputOf(route).takesIfMatch ? [412] : [])];
}

export const refusalsAt = (found: readonly number[]): object =>
  Object.fromEntries(
    found
      .toSorted((one, other) => one - other)
      .map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
  );

/** What a route answers where it does not refuse; `json` is the schema of its body, and may be an example of it. */
export function successesOf(route: Route, json: JsonSchema, hasEtag: boolean): object {
  const { definition } = route;
  if (isRead(definition)) {
    const answer = body(definition.summary, json, readHeaders(route, hasEtag));
    return { 200: definition.name === 'events' ? orTold(answer) : answer };
  }
  const { operation } = definition.answer;
  const atOnce = { [makes(definition) ? 201 : 200]: doneAtOnce(route, json) };
  if (!operation) return atOnce;
  const accepted = body('Accepted: the operation does it.', json, [
    'Location',
    'Operation-Location',
    'Retry-After',
  ]);
  return { ...('maybe' in operation && atOnce), 202: accepted };
}

/** A page, or whatever comes, as it comes. */
const orTold = <B extends { content: object }>(answer: B): B => ({
  ...answer,
  content: { ...answer.content, 'text/event-stream': { schema: { type: 'string' } } },
});

const doneAtOnce = ({ definition }: Route, json: JsonSchema): object =>
  !isRead(definition) && makes(definition)
    ? body('Made.', json, ['Location'])
    : body('Done.', json);

function readHeaders({ definition }: Route, hasEtag: boolean): string[] {
  if (!isRead(definition)) return [];
  const { type, as } = definition.answer;
  if (as === 'page') return ['Link'];
  if (type === 'Operation') return ['Retry-After', 'Preference-Applied'];
  return hasEtag ? ['ETag'] : [];
}
