import { GraphQLError } from 'graphql';
import { unauthenticated, type GraphqlContext } from '../context/graphql-context.js';
import type { Authenticate } from '#libs/tenants';

/** Whoever opened a connection. */
export interface StreamOpener extends GraphqlContext {
  /** The Authorization header it came with; asked again and again while it listens. */
  authorization: unknown;
  /** Aborted when the connection is gone. */
  signal: AbortSignal;
}

/** Whoever listens: `request.actor` is who that is by now. */
export interface StreamClient extends StreamOpener {
  /** Looks the credential up again before something is shown. Rejects with UNAUTHENTICATED once it counts no more. */
  lookAgain(): Promise<void>;
}

/**
 * How often a stream in which nothing happens asks whether its credential still counts. With what the authenticator
 * remembers it ends within five seconds.
 */
const everyMs = 1_000;

/** The opener as a stream sees it, until `signal` aborts. */
export function listening(
  opener: StreamOpener,
  signal: AbortSignal,
  actorOf: (header: unknown) => ReturnType<Authenticate>,
): StreamClient {
  const client: StreamClient = {
    ...{ ...opener, signal },
    lookAgain: async () => {
      const actor = await actorOf(opener.authorization);
      if (!actor) throw unauthenticated();
      client.request = { ...client.request, actor };
    },
  };
  return client;
}

/**
 * Looks the credential up again and again until the client's signal aborts; calls `onRefused` once it is revoked or has
 * run out. A database that does not answer changes nothing.
 */
export function watchCredential(client: StreamClient, onRefused: (error: Error) => void): void {
  if (client.signal.aborted) return;
  const timer = setInterval(() => {
    client.lookAgain().catch((error: unknown) => {
      // The stream's own reads say what is wrong with the database.
      if (isRefusal(error)) onRefused(error);
    });
  }, everyMs);
  client.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

const isRefusal = (error: unknown): error is GraphQLError =>
  error instanceof GraphQLError && error.extensions['code'] === 'UNAUTHENTICATED';
