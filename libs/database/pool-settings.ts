import type pg from 'pg';

/**
 * How long a statement may go without an answer before its connection counts as dead, milliseconds. The server ends a
 * statement of its own accord before.
 */
export const answerTimeoutMs = 7_000;

/**
 * What every pool is opened with: nothing waits for ever for a server that acknowledges and never answers.
 */
export const poolSettings = {
  connectionTimeoutMillis: answerTimeoutMs,
  query_timeout: answerTimeoutMs,
  keepAlive: true,
  onConnect: endWhatIsLeft,
} satisfies pg.PoolConfig;

/**
 * A statement ends on the server before its client gives it up: nothing goes on there that nobody waits for. A server
 * does not notice that its client is gone behind a dead hop: it ends what such a connection leaves behind, locks first.
 * Longer than any transaction of ours waits for something else.
 */
async function endWhatIsLeft(client: pg.ClientBase): Promise<void> {
  await client.query(
    `SET statement_timeout = '6s'; SET idle_in_transaction_session_timeout = '6s'; SET idle_session_timeout = '60s'`,
  );
}
