import type pg from 'pg';
import { statement, transaction, type Sql } from '#libs/database';
import type { AuditEventRow } from './audit-event.js';
import { findUnsealed, isUnsealed } from './find-unsealed.js';
import { canonicalEvent } from './hash-chain.js';

/**
 * Adds up to `limit` events to the hash chain, oldest first, and returns how many. One process at a time: while
 * another one seals, this returns 0 at once. Looks ten minutes back behind the last sealed event: what comes in older
 * than that is left to sealForgotten.
 */
export const sealAudit = (pool: pg.Pool, limit = 1_000): Promise<number> =>
  transaction(pool, async (sql) =>
    (await becomeSealer(sql)) ? seal(sql, await readRecent(sql, limit)) : 0,
  );

/**
 * Adds every event that sealAudit does not come to, however old it says it is, and returns how many: what a transaction
 * left open for long brought in, or an owner. Walks the whole trail with statements that are short each; ends early with
 * the signal.
 */
export async function sealForgotten(pool: pg.Pool, signal?: AbortSignal): Promise<number> {
  let sealed = 0;
  for await (const ids of findUnsealed(pool, sealedAtOnce)) {
    if (signal?.aborted) break;
    if (ids.length > 0) sealed += await sealThese(pool, ids);
  }
  return sealed;
}

const sealedAtOnce = 1_000;

const theseStatement = statement<{ ids: readonly string[] }, AuditEventRow>`
SELECT e.* FROM audit_event e WHERE e.id = ANY (${'ids'}::uuid[]) AND ${isUnsealed('e')} ORDER BY e.occurred_at, e.id`;

const sealThese = (pool: pg.Pool, ids: readonly string[]): Promise<number> =>
  transaction(pool, async (sql) => {
    await sql.query(`SELECT pg_advisory_xact_lock(${sealerLock})`);
    const { rows } = await sql.query(theseStatement({ ids }));
    return seal(sql, rows);
  });

const recentStatement = statement<{ limit: number }, AuditEventRow>`
SELECT e.* FROM audit_event e
WHERE e.occurred_at > coalesce((
    SELECT tail.occurred_at - interval '10 minutes'
    FROM audit_seal s JOIN audit_event tail ON tail.id = s.audit_event_id
    ORDER BY s.sequence DESC LIMIT 1), '-infinity')
  AND ${isUnsealed('e')}
ORDER BY e.occurred_at, e.id LIMIT ${'limit'}`;

async function readRecent(sql: Sql, limit: number): Promise<AuditEventRow[]> {
  const { rows } = await sql.query(recentStatement({ limit }));
  return rows;
}

async function seal(sql: Sql, events: readonly AuditEventRow[]): Promise<number> {
  if (events.length > 0)
    await sql.query('SELECT seal_audit_events($1)', [events.map(canonicalEvent)]);
  return events.length;
}

const sealerLock = `hashtext('armature.seal_audit')`;

async function becomeSealer(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query<{ sealer: boolean }>(
    `SELECT pg_try_advisory_xact_lock(${sealerLock}) AS sealer`,
  );
  return rows[0]?.sealer === true;
}
