import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import { type ArmBudget, type BudgetOperation, createArmClient } from '#libs/azure';

import type { ArmPort } from '#libs/operations';

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON, text as it is. */
  body?: unknown;
}

/** A misbehaving server: it gets the socket itself. */
export type Misbehave = (request: IncomingMessage, response: ServerResponse) => void;

export interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
  port: number;
}

export const testToken = 'eyJ0eXAi.eyJzdWIi.c2lnbmF0dXJl';

/** Grants all, and remembers. */
export function openBudget() {
  const taken: [string, BudgetOperation][] = [];
  const quieted: [string, number][] = [];
  const lowered: [string, BudgetOperation, number][] = [];
  const budget: ArmBudget = {
    take: async (subscriptionId, operation) => {
      taken.push([subscriptionId, operation]);
      return { granted: true, waitMs: 0, left: 200 };
    },
    quiet: async (subscriptionId, seconds) => void quieted.push([subscriptionId, seconds]),
    quietForMs: async () => 0,
    lower: async (...low) => void lowered.push(low),
  };
  return { budget, taken, quieted, lowered };
}

/** The client believes in TLS; this server has none. */
function withoutTls(): HttpClient {
  const inner = createDefaultHttpClient();
  return {
    sendRequest: (request) => {
      request.url = request.url.replace(/^https:/, 'http:');
      request.allowInsecureConnection = true;
      return inner.sendRequest(request);
    },
  };
}

/** An ARM that answers what the test wrote down, in that order, and keeps what it was sent. */
export async function startScriptedArm() {
  const script: (Reply | Misbehave)[] = [];
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers, socket } = request;
    const body = await text(request);
    seen.push({ method, url, headers, body, port: socket.remotePort ?? 0 });
    const next = script.shift() ?? { status: 501 };
    if (typeof next === 'function') return next(request, response);
    const payload = typeof next.body === 'string' ? next.body : JSON.stringify(next.body);
    response.writeHead(next.status, { 'x-ms-request-id': 'request-1', ...next.headers });
    response.end(payload);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const endpoint = `https://${host}`;
  const { budget, taken, quieted, lowered } = openBudget();
  const options = {
    endpoint,
    budget,
    credential: {
      getToken: async () => ({ token: testToken, expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
    httpClient: withoutTls(),
  };

  return {
    endpoint,
    host,
    seen,
    taken,
    quieted,
    lowered,
    replies: (...replies: (Reply | Misbehave)[]) => void script.push(...replies),
    client: (other: Partial<Parameters<typeof createArmClient>[0]> = {}): ArmPort =>
      createArmClient({ ...options, ...other }),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type ScriptedArm = Awaited<ReturnType<typeof startScriptedArm>>;
