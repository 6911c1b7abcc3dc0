import type { ApiUnderTest } from './api.js';
import { at, type Loose } from './gateway.js';

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

/** Asks a path below /v1 with a key; a body that is no text is sent as JSON. */
export async function rest(
  { url }: Pick<ApiUnderTest, 'url'>,
  key: string | undefined,
  path: string,
  { method = 'GET', headers = {}, body }: RestRequest = {},
): Promise<RestAnswer> {
  const response = await fetch(`${url}/v1${path}`, {
    method,
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const { status } = response;
  const parsed = at(text === '' ? {} : JSON.parse(text));
  return { status, headers: response.headers, body: parsed };
}
