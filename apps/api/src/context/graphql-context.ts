import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Authenticate } from '#libs/tenants';
import type { Actor, RequestContext } from '#libs/verbs';

/** A fresh one for every request: nothing is shared between requests. */
export interface GraphqlContext {
  request: RequestContext;
  /** Aborted when the client is gone. */
  signal: AbortSignal;
}

export const unauthenticated = (): GraphQLError =>
  new GraphQLError('Send an API key or an Entra ID token: Authorization: Bearer …', {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
  });

const bearer = /^Bearer +([\x21-\x7e]{1,8192})$/i;

/** The actor behind an Authorization header, or undefined for nobody. */
export async function actorOf(
  authenticate: Authenticate,
  header: unknown,
): Promise<Actor | undefined> {
  const credential = typeof header === 'string' ? bearer.exec(header)?.[1] : undefined;
  return credential === undefined ? undefined : authenticate(credential);
}

export const requestContext = (
  actor: Actor,
  {
    requestId = randomUUID(),
    remoteAddress,
  }: { requestId?: string; remoteAddress?: string | undefined } = {},
  channel: RequestContext['channel'] = 'graphql',
): RequestContext => ({
  actor,
  requestId,
  channel,
  ...(remoteAddress !== undefined && { remoteAddress }),
});
