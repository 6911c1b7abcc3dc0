import type { Priced } from '../cost/take-turn.js';
import {
  isUnauthenticated,
  unauthenticated,
  type GraphqlContext,
} from '../context/graphql-context.js';
import type { Authenticate } from '#libs/tenants';

/** Whoever opened a connection. */
export interface StreamOpener extends GraphqlContext {
  /** The Authorization header it came with; asked again and again while it listens. */
  authorization: unknown;
  /** Aborted when the connection is gone. */
  signal: AbortSignal;
}

/** What is run for whoever opened a connection. */
export interface StreamOperation extends StreamOpener {
  priced: Priced;
}

/** Whoever listens: `request.actor` is who that is by now. */
export interface StreamClient extends StreamOperation {
  /** Looks the credential up again before something is shown. Rejects with UNAUTHENTICATED once it counts no more. */
  lookAgain(): Promise<void>;
}

/**
 * How often a stream in which nothing happens asks whether its credential still counts. With what the authenticator
 * remembers it ends within five seconds.
 */
const everyMs = 1_000;

/** Who asked as the stream sees them, until `signal` aborts. */
export function listening(
  operation: StreamOperation,
  signal: AbortSignal,
  actorOf: (header: unknown) => ReturnType<Authenticate>,
): StreamClient {
  const client: StreamClient = {
    ...operation,
    signal,
    lookAgain: async () => {
      const actor = await actorOf(operation.authorization);
      if (!actor) throw unauthenticated();
      client.request = {
        ...client.request,
        actor,
      };
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
      if (isUnauthenticated(error)) onRefused(error);
    });
  }, everyMs);
  client.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
