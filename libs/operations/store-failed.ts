/**
 * The database did not answer during a step. Nothing is known of the outcome; the lease runs out by itself.
 */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed';
}

/** What the store answers to a step. Rejects with StoreFailed, saying `what` was being done, where it does not. */
export const fromStore = <T>(what: string, answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => Promise.reject(new StoreFailed(what, { cause: error })));
