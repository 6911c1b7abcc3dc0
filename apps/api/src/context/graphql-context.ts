import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
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
