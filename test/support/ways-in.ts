import { createClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { ApiUnderTest } from './api.js';

/** What a client is told of something it asked. */
export interface Told {
  data?: Record<string, unknown> | null;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
  extensions?: Record<string, unknown>;
}

interface Asked {
  /** The first that is told; rejects where the client left before. */
  answer: Promise<Told>;
  /** Says that the answer, or more of them, is not wanted. */
  leave(): void;
}

export interface Client {
  /** `onTold` hears every answer. */
  ask(query: string, onTold?: (told: Told) => void): Asked;
  close(): void;
}

interface Way {
  name: string;
  connect(to: ApiUnderTest, key?: string): Client;
}

/** Clients of both stream protocols, each as its own library speaks it. */
export const streamWays: readonly Way[] = [
  {
    name: 'server-sent events',
    connect: ({ url, adminKey }, key = adminKey) =>
      clientOf(
        createClient({
          url: `${url}/graphql/stream`,
          headers: { authorization: `Bearer ${key}` },
          retryAttempts: 0,
        }),
      ),
  },
  {
    name: 'graphql-transport-ws',
    connect: ({ url, adminKey }, key = adminKey) =>
      clientOf(
        createWsClient({
          url: `${url.replace('http', 'ws')}/graphql`,
          webSocketImpl: WebSocket,
          connectionParams: { authorization: `Bearer ${key}` },
          retryAttempts: 0,
          lazy: false,
          onNonLazyError: () => undefined,
        }),
      ),
  },
];

interface Subscribing {
  subscribe(
    payload: { query: string },
    sink: { next(told: Told): void; error(error: unknown): void; complete(): void },
  ): () => void;
  dispose(): void;
}

const clientOf = (client: Subscribing): Client => ({
  ask: (query, onTold) => {
    const { promise: answer, resolve, reject } = Promise.withResolvers<Told>();
    answer.catch(() => undefined);
    const leave = client.subscribe(
      { query },
      {
        next: (told: Told) => {
          onTold?.(told);
          resolve(told);
        },
        error: (errors) => resolve({ errors: errors as NonNullable<Told['errors']> }),
        complete: () => reject(new Error('nothing was told')),
      },
    );
    return { answer, leave };
  },
  close: () => client.dispose(),
});

/** HTTP in the same words. */
export const httpWay: Way = {
  name: 'HTTP',
  connect: ({ url, adminKey }, key = adminKey) => {
    const open = new Set<AbortController>();
    return {
      ask: (query, onTold) => {
        const leaving = new AbortController();
        open.add(leaving);
        const answer = post(url, key, query, leaving.signal).finally(() => open.delete(leaving));
        answer.then(onTold, () => undefined);
        return { answer, leave: () => leaving.abort() };
      },
      close: () => open.forEach((leaving) => leaving.abort()),
    };
  },
};

export const everyWay: readonly Way[] = [httpWay, ...streamWays];

async function post(url: string, key: string, query: string, signal: AbortSignal): Promise<Told> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    signal,
    body: JSON.stringify({ query }),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
  });
  return (await response.json()) as Told;
}
