import { transaction, type Sql } from '#libs/database';
import type pg from 'pg';
import type { AuditEventRow } from './audit-event.js';
import { canonicalEvent } from './hash-chain.js';

const recently = `AND e.occurred_at > coalesce((
  SELECT tail.occurred_at - interval '1 hour'
  FROM audit_seal s JOIN audit_event tail ON tail.id = s.audit_event_id
  ORDER BY s.sequence DESC LIMIT 1), '-infinity')`;

/**
 * Adds up to `limit` events to the hash chain, oldest first, and returns how many. One process at a time: while
 * another one seals, this returns 0 at once. Normally looks only an hour back behind the last sealed event; call
 * it once with `thorough` when a process starts, for what a transaction left open longer than that brought in.
 */
export async function sealAudit(pool: pg.Pool, limit = 1_000, thorough = false): Promise<number> {
  return transaction(pool, async (sql) => {
    if (!(await becomeSealer(sql))) return 0;
    const { rows } = await sql.query<AuditEventRow>(
      `SELECT e.* FROM audit_event e
       WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.audit_event_id = e.id)
       ${thorough ? '' : recently}
       ORDER BY e.occurred_at, e.id LIMIT $1`,
      [limit],
    );
    if (rows.length > 0) {
      await sql.query('SELECT seal_audit_events($1)', [rows.map(canonicalEvent)]);
    }
    return rows.length;
  });
}

async function becomeSealer(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query<{ sealer: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtext('armature.seal_audit')) AS sealer`,
  );
  return rows[0]?.sealer === true;
}
