import pg from 'pg';

/**
 * The connection broke, or nobody answered, when PostgreSQL had been asked to write: whether it did is not known. Asking
 * again must be safe.
 */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';

  constructor(cause: unknown) {
    super('PostgreSQL did not say whether it has written', { cause });
  }
}

/** What PostgreSQL says where it cannot be worked with now, whatever is asked of it (its documentation, appendix A). */
const awayStates = new Set(['25006', '25P03', '3D000', '57014']);

/** Somebody else holds what a statement would change: a lock that was waited for too long, or each waits for the other. */
const heldStates = new Set(['55P03', '40P01']);

/** Connections; authentication; resources, as too many connections; operators, as a restart; the disk. */
const awayClasses = new Set(['08', '28', '53', '57', '58']);

/** Connections that end in the middle of something. */
const endingStates = new Set(['57P01', '57P02', '57P04', '57P05', '25P03']);

/** What the system says of connections that never were. */
const unconnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOENT',
  'EADDRNOTAVAIL',
]);

/** What it says of those that break. */
const broken = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT']);

/** The driver's own errors have no codes: of connections that were not to be had in time, */
const unconnectedMessage =
  /^(timeout exceeded when trying to connect|Connection terminated due to connection timeout|Cannot use a pool after calling end)/;

/** and of those that were lost or on which nobody answered. */
const brokenMessage =
  /^(Query read timeout|Connection terminated|Client has encountered a connection error|Client was closed|timeout expired|There was an error establishing an SSL connection)/;

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

const isAnswer = (error: Error): error is pg.DatabaseError => error instanceof pg.DatabaseError;

/** True where the connection that said so must not be used again: it ended, or nobody answers on it. */
export function isConnectionLost(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (isAnswer(error)) return endingStates.has(codeOf(error)) || codeOf(error).startsWith('08');
  return broken.has(codeOf(error)) || brokenMessage.test(error.message);
}

/** True where somebody else holds what was to be changed: nothing was done, and it may be asked again. */
export const isHeldByOthers = (error: unknown): boolean =>
  error instanceof Error && isAnswer(error) && heldStates.has(codeOf(error));

/** True where PostgreSQL cannot be worked with now: away, starting, read-only, full, not answering, or held by others. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof OutcomeUnknown) return true;
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  const { message } = error;
  if (isHeldByOthers(error)) return true;
  if (isAnswer(error)) return awayStates.has(code) || awayClasses.has(code.slice(0, 2));
  return isConnectionLost(error) || unconnected.has(code) || unconnectedMessage.test(message);
}

/** True where a query was sent and nobody answered in time. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof Error && error.message === 'Query read timeout';

/** Awaits what writes by itself, as COMMIT does; rejects with OutcomeUnknown where its answer is lost. */
export async function committing<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    throw isConnectionLost(error) ? new OutcomeUnknown(error) : error;
  }
}
