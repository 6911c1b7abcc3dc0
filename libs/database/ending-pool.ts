import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { cancelStatement } from './cancel-statement.js';
import { isConnectionLost } from './database-failure.js';

const ends = new AsyncLocalStorage<AbortSignal | undefined>();

/** A statement was ended, or not begun: whoever asked is gone, or waited too long. `cause` is the signal's reason. */
export class StatementEnded extends Error {
  override readonly name = 'StatementEnded';

  constructor(cause: unknown) {
    super('nobody waits for this statement any more', { cause });
  }
}

/**
 * Runs `work` so that what it asks of a pool on its way ends with the signal: PostgreSQL cancels what runs, and nothing
 * more begins; both reject with StatementEnded. Transactions are carried to their end. `undefined`: nothing ends it, as
 * for what others wait for too.
 */
export const endingWith = <T>(signal: AbortSignal | undefined, work: () => T): T =>
  ends.run(signal, work);

/** The signal that what is asked of a pool here ends with; undefined where nothing ends it. */
export const currentEnd = (): AbortSignal | undefined => ends.getStore();

type Query = (...args: readonly unknown[]) => Promise<pg.QueryResult>;

/** A pool whose statements, those outside of transactions, end with the signal they were begun under. */
export class EndingPool extends pg.Pool {
  private readonly plain = super.query.bind(this) as Query;

  // The driver declares a dozen forms; all of ours are promises.
  override query = ((...args: readonly unknown[]) => {
    const signal = ends.getStore();
    return signal ? this.queryUntil(signal, args) : this.plain(...args);
  }) as pg.Pool['query'];

  private async queryUntil(signal: AbortSignal, args: readonly unknown[]): Promise<pg.QueryResult> {
    if (signal.aborted) throw new StatementEnded(signal.reason);
    const client = await this.connect();
    let broken: Error | boolean | undefined;
    const onError = (error: Error): void => void (broken = error);
    client.on('error', onError);
    let canceled: Promise<boolean> | undefined;
    const cancel = (): void => void (canceled = cancelStatement(client));
    signal.addEventListener('abort', cancel, { once: true });
    try {
      if (signal.aborted) throw new StatementEnded(signal.reason);
      return await (client.query as Query)(...args);
    } catch (error) {
      if (isConnectionLost(error)) broken = error;
      throw canceled ? new StatementEnded(signal.reason) : error;
    } finally {
      signal.removeEventListener('abort', cancel);
      client.off('error', onError);
      // Until PostgreSQL has heard of it the connection is nobody else's: theirs would be canceled instead.
      if ((await canceled) === false) broken = true;
      client.release(broken);
    }
  }
}
