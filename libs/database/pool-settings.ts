import type pg from 'pg';

/** How long PostgreSQL lets a statement run, milliseconds, unless told otherwise. */
export const statementLimitMs = 6_000;

/** The server ends a statement of its own accord before its client gives it up. */
const marginMs = 1_000;

/** How long a statement may go without an answer before its connection counts as dead, milliseconds. */
export const answerTimeoutMs = statementLimitMs + marginMs;

/**
 * What a pool is opened with: nothing waits for ever for a server that acknowledges and never answers. Where `limitMs` is
 * Infinity, statements alone do.
 */
export const poolSettingsFor = (limitMs: number) =>
  ({
    connectionTimeoutMillis: answerTimeoutMs,
    query_timeout: limitMs === Infinity ? 0 : limitMs + marginMs,
    keepAlive: true,
    onConnect: (client) => endWhatIsLeft(client, limitMs),
  }) satisfies pg.PoolConfig;

export const poolSettings = poolSettingsFor(statementLimitMs);

/**
 * A statement ends on the server before its client gives it up: nothing goes on there that nobody waits for. One that waits
 * for a lock ends sooner, so that what somebody holds for long does not use up the connections of all others. A server
 * does not notice that its client is gone behind a dead hop: it ends what such a connection leaves behind, locks first.
 * Longer than any transaction of ours waits for something else.
 */
async function endWhatIsLeft(client: pg.ClientBase, limitMs: number): Promise<void> {
  const [statement, lock] = limitMs === Infinity ? [0, 0] : [limitMs, Math.ceil(limitMs / 2)];
  await client.query(
    `SET statement_timeout = ${statement}; SET lock_timeout = ${lock};
     SET idle_in_transaction_session_timeout = '6s'; SET idle_session_timeout = '60s'`,
  );
}
