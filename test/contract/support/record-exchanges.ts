import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import type { Exchange } from './contract-validator.js';

const parse = (body: unknown): unknown =>
  typeof body === 'string' && body.trim() !== '' ? JSON.parse(body) : undefined;

/** The token stays out: exchanges end up in messages of failing tests. */
const withoutToken = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'authorization'));

const exchangeOf = (request: PipelineRequest, response: PipelineResponse): Exchange => ({
  method: request.method,
  url: request.url,
  requestHeaders: withoutToken(request.headers.toJSON()),
  requestBody: parse(request.body),
  status: response.status,
  responseHeaders: response.headers.toJSON(),
  responseBody: parse(response.bodyAsText),
});

/** Sends as the library does and keeps every exchange that got an answer. */
export function recordExchanges(): { exchanges: Exchange[]; httpClient: HttpClient } {
  const exchanges: Exchange[] = [];
  const inner = createDefaultHttpClient();
  return {
    exchanges,
    httpClient: {
      async sendRequest(request) {
        const response = await inner.sendRequest(request);
        exchanges.push(exchangeOf(request, response));
        return response;
      },
    },
  };
}
