import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Actor, RequestContext } from '#libs/verbs';

/** A fresh one for every request: nothing is shared between requests. */
export interface GraphqlContext {
  request: RequestContext;
  /** Aborted when the client is gone. */
  signal: AbortSignal;
}

const nobody = 'Send an API key or an Entra ID token: Authorization: Bearer …';

/** `why`: what else is wrong with a credential. */
export const unauthenticated = (why = nobody): GraphQLError =>
  new GraphQLError(why, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });

export const isUnauthenticated = (error: unknown): error is GraphQLError =>
  error instanceof GraphQLError && error.extensions['code'] === 'UNAUTHENTICATED';

/** What was found of who asks; or why that is nobody. Rejects where it cannot be found out. */
export const orNobody = <T extends object>(
  finding: Promise<T | undefined>,
): Promise<T | GraphQLError> =>
  finding.then(
    (found) => found ?? unauthenticated(),
    (error: unknown) => {
      if (isUnauthenticated(error)) return error;
      throw error;
    },
  );

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
