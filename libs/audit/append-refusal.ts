import { statement, type Sql } from '#libs/database';
import { auditParameter } from './append-audit.js';
import type { NewAuditEvent } from './audit-event.js';

/** So many refusals an hour of one actor, action and team are written one by one. */
const mostEach = 20;

const refusalStatement = statement<{ actorId: string; subject: string; event: string }>`
  WITH counted AS (
    INSERT INTO audit_refusal AS known (actor_id, subject) VALUES (${'actorId'}::uuid, ${'subject'})
    ON CONFLICT (actor_id, subject) DO UPDATE SET
      times = CASE WHEN known.since > now() - interval '1 hour' THEN known.times + 1 ELSE 1 END,
      since = CASE WHEN known.since > now() - interval '1 hour' THEN known.since ELSE now() END
    RETURNING new.times, new.since, CASE WHEN new.times = 1 THEN old.times END AS before
  ), told AS (
    SELECT times, jsonb_strip_nulls(jsonb_build_object(
      'timesRefused', CASE WHEN times > ${mostEach} THEN times END,
      'since', CASE WHEN times > ${mostEach} THEN since END,
      'timesRefusedBefore', CASE WHEN before > ${mostEach} THEN before END)) AS counts
    FROM counted
  )
  SELECT append_audit_event(${'event'}::jsonb || jsonb_build_object('after',
    nullif(coalesce(nullif(${'event'}::jsonb->'after', 'null'), '{}') || counts, '{}')))
  FROM told WHERE times <= ${mostEach} OR times::text ~ '^10{2,}$'`;

/**
 * Writes in the caller's transaction that something was refused. What an actor is refused of one action in one team is
 * written one by one at first; of what follows within the hour the 100th, the 1,000th and so on, with `timesRefused`;
 * the first of the next hour says how many there were before. So one client does not fill the trail, and how often it
 * tried stands there.
 */
export async function appendRefusal(sql: Sql, event: NewAuditEvent): Promise<void> {
  const { actorId, action, teamId } = event;
  const subject = [action, teamId].filter(Boolean).join(' ');
  await sql.query(refusalStatement({ actorId, subject, event: auditParameter(event) }));
}
