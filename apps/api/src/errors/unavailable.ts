import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { isDatabaseAway, isHeldByOthers, OutcomeUnknown, StatementEnded } from '#libs/database';
import { DirectoryUnreachable, KeysUnreachable } from '#libs/tenants';
import { globalId } from '#libs/verbs';
import { DeadlinePassed } from '../server/end-requests.js';

/** When to ask again: what is away for a moment is back by then. */
export const retryAfterSeconds = 5;

/** It is done, and what came of it cannot be read now. */
export class AcceptedUnshown extends Error {
  override readonly name = 'AcceptedUnshown';

  constructor(
    /** Of Armature's; null where none was needed. */
    readonly operationId: string | null,
    cause: unknown,
  ) {
    super('accepted, and not to be read now', { cause });
  }
}

/** Awaits what is shown of something that was accepted: where the database is away by then, that is told. */
export async function shownOf<T>(operationId: string | null, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw isDatabaseAway(error) ? new AcceptedUnshown(operationId, error) : error;
  }
}

/** Whether anything was done of what was asked. Absent where only a part of the answer is missing. */
type Accepted = 'NO' | 'YES' | 'UNKNOWN';

/** Why it cannot be answered now, in words for clients. */
export interface Unavailable {
  code: 'DATABASE_UNAVAILABLE' | 'ENTRA_UNAVAILABLE';
  message: string;
  accepted?: Accepted;
}

const again = `Ask again in ${retryAfterSeconds} seconds`;

/**
 * For HTTP: what cannot be answered now is a 503, and asked again later where it may be there by then. Undefined where
 * that is not why.
 */
export function unavailableHttp(errors: readonly unknown[]) {
  if (errors.some((error) => unavailableBehind(error)))
    return { status: 503, headers: new HeaderMap([['retry-after', `${retryAfterSeconds}`]]) };
  const isLate = errors.some((error) => endBehind(error) instanceof DeadlinePassed);
  return isLate ? { status: 503, headers: new HeaderMap() } : undefined;
}

/** Why what was asked was ended before it was answered, where it was; the error itself where it was not. */
export function endBehind(error: unknown): unknown {
  const root = rootOf(error);
  return root instanceof StatementEnded ? root.cause : root;
}

/** What a client is told where something that Armature stands on is away; undefined for any other error. */
export function unavailableBehind(error: unknown): Unavailable | undefined {
  const cause = rootOf(error);
  if (cause instanceof KeysUnreachable)
    return {
      code: 'ENTRA_UNAVAILABLE',
      message: `The keys that tokens are checked by cannot be read now: nothing was done. ${again}.`,
      accepted: 'NO',
    };
  if (cause instanceof DirectoryUnreachable)
    return {
      code: 'ENTRA_UNAVAILABLE',
      message: `Your token leaves your groups out, and Microsoft Graph cannot be asked for them now: nothing was done. ${again}.`,
      accepted: 'NO',
    };
  if (cause instanceof AcceptedUnshown)
    return {
      code: 'DATABASE_UNAVAILABLE',
      message: `It was accepted${nameOf(cause)}, and the database does not answer now to show it. ${again}.`,
      accepted: 'YES',
    };
  if (cause instanceof OutcomeUnknown)
    return {
      code: 'DATABASE_UNAVAILABLE',
      message: `The database was lost before it said whether this was accepted. ${again} with the same idempotencyKey, and it is done once; without one, look first whether it was done.`,
      accepted: 'UNKNOWN',
    };
  if (!isDatabaseAway(cause)) return undefined;
  return awayBecause(isHeldByOthers(cause) ? held : silent, isPart(error));
}

const nameOf = ({ operationId }: AcceptedUnshown): string =>
  operationId === null ? '' : ` as operation ${globalId('Operation', operationId)}`;

const silent = 'The database does not answer now';
const held = 'Something else holds what this needs';

const awayBecause = (why: string, part: boolean): Unavailable =>
  part
    ? { code: 'DATABASE_UNAVAILABLE', message: `${why}. ${again}.` }
    : {
        code: 'DATABASE_UNAVAILABLE',
        message: `${why}: nothing was done. ${again}.`,
        accepted: 'NO',
      };

/** Below a field that was answered: a mutation may have been accepted. */
const isPart = (error: unknown): boolean =>
  error instanceof GraphQLError && (error.path?.length ?? 0) > 1;

/** What a GraphQL error was made of. */
export function rootOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootOf(error.originalError) : error;
}
