import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** Parsed JSON; read it with `at`. */
  body: unknown;
  text: string;
}

/** What is at a dotted path of a parsed JSON. */
export const at = (json: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], json);

/** Names of the resources in a list. */
export const names = (json: unknown): string[] =>
  (at(json, 'value') as { name: string }[]).map(({ name }) => name);

export interface Send {
  (method: string, url: string, headers: Record<string, string>, body?: unknown): Promise<Answer>;
}

/** Sends over TLS and trusts only that CA. Rejects where the connection breaks. */
export function sender(caFile: string): { send: Send; close(): void } {
  const agent = new Agent({ ca: readFileSync(caFile), keepAlive: true });
  const send: Send = (method, url, headers, body) =>
    new Promise((resolve, reject) => {
      const outgoing = request(url, { method, agent, headers: { ...headers, ...jsonType(body) } });
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('error', reject);
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const flat = Object.entries(response.headers).map(([name, value]) => [
            name,
            String(value),
          ]);
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(flat) as Record<string, string>,
            body: (text === '' ? undefined : JSON.parse(text)) as unknown,
            text,
          });
        });
      });
      outgoing.end(textOf(body));
    });
  return { send, close: () => agent.destroy() };
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  return body === undefined ? '' : JSON.stringify(body);
}

const jsonType = (body: unknown): Record<string, string> =>
  body === undefined ? {} : { 'content-type': 'application/json' };
