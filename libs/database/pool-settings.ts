import pg from 'pg';

/** How long PostgreSQL lets a statement run, milliseconds, unless told otherwise. */
export const statementLimitMs = 6_000;

/** The server ends a statement of its own accord before its client gives it up. */
const marginMs = 1_000;

/** How long a statement may go without an answer before its connection counts as dead, milliseconds. */
export const answerTimeoutMs = statementLimitMs + marginMs;

/** Whose a connection is between transactions: `shared` where a bouncer before the database gives it to others then. */
export type Connections = 'own' | 'shared';

/**
 * What a pool is opened with: nothing waits for ever for a server that acknowledges and never answers. Where `limitMs` is
 * Infinity, statements alone do.
 */
export const poolSettingsFor = (limitMs: number, connections: Connections) =>
  ({
    connectionTimeoutMillis: answerTimeoutMs,
    query_timeout: limitMs === Infinity ? 0 : limitMs + marginMs,
    keepAlive: true,
    // What is set on a shared one holds for others, and not for us: there the role brings it (limitsOfRole).
    ...(connections === 'own' && {
      onConnect: (client: pg.ClientBase) => endWhatIsLeft(client, limitMs),
    }),
  }) satisfies pg.PoolConfig;

export const poolSettings = poolSettingsFor(statementLimitMs, 'own');

/**
 * A statement ends on the server before its client gives it up: nothing goes on there that nobody waits for. One that waits
 * for a lock ends sooner, so that what somebody holds for long does not use up the connections of all others. A server
 * does not notice that its client is gone behind a dead hop: it ends what such a connection leaves behind, locks first.
 * Longer than any transaction of ours waits for something else.
 */
async function endWhatIsLeft(client: pg.ClientBase, limitMs: number): Promise<void> {
  const limits = Object.entries({ ...limitsFor(limitMs), idle_session_timeout: 60_000 });
  await client.query(limits.map(([name, ms]) => `SET ${name} = ${ms}`).join('; '));
}

const limitsFor = (limitMs: number) => ({
  statement_timeout: limitMs === Infinity ? 0 : limitMs,
  lock_timeout: limitMs === Infinity ? 0 : Math.ceil(limitMs / 2),
  idle_in_transaction_session_timeout: statementLimitMs,
});

/** What a role must bring along where connections are shared, milliseconds. */
export const roleLimits = limitsFor(statementLimitMs);

/** The statements that give it to a role; who may make roles may run them, and so may the role itself. */
export const limitsOfRole = (role: string): string[] =>
  Object.entries(roleLimits).map(
    ([name, ms]) => `ALTER ROLE ${pg.escapeIdentifier(role)} SET ${name} = '${ms / 1_000}s';`,
  );
