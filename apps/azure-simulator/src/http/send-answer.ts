import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { ArmRefusal } from '../arm/arm-error.js';
import type { ArmAnswer } from '../arm/arm-request.js';

const region = 'WESTEUROPE';

/** What ARM sends with every answer. */
export function commonHeaders(
  requestId: string,
  headers: IncomingHttpHeaders,
  at: Date,
): Record<string, string> {
  const correlation = headers['x-ms-correlation-request-id'];
  const client = headers['x-ms-client-request-id'];
  const returnsClient = headers['x-ms-return-client-request-id'] === 'true';
  const stamp = at.toISOString().replaceAll('-', '').replaceAll(':', '').replace(/\.\d+/, '');
  return {
    'cache-control': 'no-cache',
    pragma: 'no-cache',
    expires: '-1',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-ms-request-id': requestId,
    'x-ms-correlation-request-id': typeof correlation === 'string' ? correlation : randomUUID(),
    'x-ms-routing-request-id': `${region}:${stamp}:${randomUUID()}`,
    ...(returnsClient && typeof client === 'string' ? { 'x-ms-client-request-id': client } : {}),
  };
}

export const refusalAnswer = ({ status, error, headers }: ArmRefusal): ArmAnswer => ({
  status,
  headers: { ...headers },
  ...(error ? { body: { error } } : {}),
});

/** HEAD answers, and answers without a body, end after the headers. */
export function sendAnswer(
  response: ServerResponse,
  answer: ArmAnswer,
  headers: Record<string, string>,
  isHead: boolean,
): void {
  const json = answer.json ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body));
  const body = json === undefined ? undefined : Buffer.from(json);
  response.writeHead(answer.status, {
    ...headers,
    ...answer.headers,
    ...(body ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    ...(answer.status === 204 ? {} : { 'content-length': String(body?.length ?? 0) }),
  });
  response.end(isHead ? undefined : body);
}
