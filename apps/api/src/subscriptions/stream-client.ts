import { unauthenticated, type GraphqlContext } from '../context/graphql-context.js';
import type { Authenticate } from '#libs/tenants';

/** Whoever listens on a connection. */
export interface StreamClient extends GraphqlContext {
  /** The Authorization header it came with; asked again and again while it listens. */
  authorization: unknown;
  /** Aborted when the connection is gone. */
  signal: AbortSignal;
}

/** How often a stream asks whether its key still counts: the authenticator itself remembers for five seconds. */
const everyMs = 5_000;

/**
 * Keeps `client.request.actor` as the credential now has it, until `client.signal` aborts; calls `onRefused` once the
 * credential is revoked or has run out. A database that does not answer changes nothing.
 */
export function watchCredential(
  client: StreamClient,
  actorOf: (header: unknown) => ReturnType<Authenticate>,
  onRefused: (error: Error) => void,
): void {
  if (client.signal.aborted) return;
  const timer = setInterval(() => {
    actorOf(client.authorization).then(
      (actor) => {
        if (actor) client.request = { ...client.request, actor };
        else onRefused(unauthenticated());
      },
      // The stream's own reads say what is wrong with the database.
      () => undefined,
    );
  }, everyMs);
  client.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
