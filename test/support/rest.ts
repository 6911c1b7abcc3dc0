import { at, type Loose } from './gateway.js';
import { checkDescribed, checkProblem, placeOf, type HttpAnswer } from './described-answers.js';

export interface RestAnswer {
  status: number;
  headers: Headers;
  body: Loose;
}

export interface RestRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Who is asked: an API, or what stands before one and knows the paths below /v1 alone. */
export interface RestTarget {
  url: string;
  isProxy?: true;
}

/**
 * Asks a path below /v1 with a key; a body that is no text is sent as JSON. Throws where the answer is not as
 * openapi.json describes it.
 */
export async function rest(
  { url, isProxy }: RestTarget,
  key: string | undefined,
  path: string,
  { method = 'GET', headers = {}, body }: RestRequest = {},
): Promise<RestAnswer> {
  const response = await fetch(`${url}${isProxy ? '' : '/v1'}${path}`, {
    method,
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = { status: response.status, headers: response.headers, text };
  judge(method, path, answer, JSON.stringify(body));
  return { ...answer, body: at(text === '' ? {} : JSON.parse(text)) };
}

function judge(method: string, path: string, answer: HttpAnswer, body = ''): void {
  const asked = `${method} ${path} ${body}`;
  const place = placeOf(method, path);
  if (place) checkDescribed(place, answer, asked);
  else if (answer.status >= 400 && method !== 'HEAD') checkProblem(answer, asked);
}
