import { fragment, prepared, type Fragment, type Sql } from '#libs/database';
import type { ArmId } from '#libs/kernel';
import type { StoredRow } from '#libs/resources';

/** A compute that is to be weighed. */
export interface Unweighed extends StoredRow {
  id: string;
  armId: ArmId;
  /** The state of it that is weighed, to the microsecond. */
  changedAt: string;
  /** The state that was weighed last; null: none was. */
  weighedAt: string | null;
}

interface PickAsked {
  /** Kinds that are made of machines. */
  machines: readonly string[];
  /** The last one before these, by id. */
  after: string;
  limit: number;
}

const picked = (which: Fragment): Fragment<keyof PickAsked> => fragment`
SELECT r.id, r.kind, r.location, r.desired, r.observed, r.arm_id AS "armId", r.changed_at::text AS "changedAt",
  c.weighed_at::text AS "weighedAt"
FROM resource r LEFT JOIN compute_ceiling c ON c.resource_id = r.id
WHERE r.kind = ANY (${'machines'}::text[]) AND r.gone_at IS NULL AND r.id > ${'after'}::uuid AND ${which}
ORDER BY r.id LIMIT ${'limit'}::integer`;

/** What changes is weighed within seconds; a worker that was away longer weighs all when it comes back. */
const changedStatement = prepared<PickAsked, Unweighed>`${picked(
  fragment`r.changed_at > now() - interval '5 minutes' AND c.weighed_at IS DISTINCT FROM r.changed_at`,
)}`;
const everyStatement = prepared<PickAsked, Unweighed>`${picked(fragment`true`)}`;

/** Computes by id: those that changed of late and were not weighed since, or every one. */
export async function pickComputes(
  sql: Sql,
  which: 'changed' | 'every',
  asked: PickAsked,
): Promise<Unweighed[]> {
  const statement = which === 'changed' ? changedStatement : everyStatement;
  const { rows } = await sql.query(statement(asked));
  return rows;
}

/** What one came to. */
export interface Weighed extends Pick<Unweighed, 'id' | 'changedAt' | 'weighedAt'> {
  vCpus: number | null;
  hourly: string | null;
  currency: string | null;
}

const writeStatement = prepared<{ weighed: string }>`
INSERT INTO compute_ceiling AS c (resource_id, vcpus, hourly, currency, weighed_at)
SELECT w.id, w."vCpus", w.hourly, w.currency, w."changedAt" FROM jsonb_to_recordset(${'weighed'}::jsonb)
  AS w (id uuid, "vCpus" bigint, hourly numeric, currency text, "changedAt" timestamptz, "weighedAt" timestamptz)
ORDER BY w.id
ON CONFLICT (resource_id) DO UPDATE SET vcpus = excluded.vcpus, hourly = excluded.hourly, currency = excluded.currency,
  weighed_at = excluded.weighed_at
WHERE c.weighed_at = (SELECT w."weighedAt" FROM jsonb_to_recordset(${'weighed'}::jsonb) AS w (id uuid, "weighedAt" timestamptz)
    WHERE w.id = c.resource_id)
  AND (c.vcpus, c.hourly, c.currency, c.weighed_at) IS DISTINCT FROM
    (excluded.vcpus, excluded.hourly, excluded.currency, excluded.weighed_at)`;

/** Keeps what they came to; of one that was accepted or weighed meanwhile by somebody else nothing is written. */
export async function writeWeighed(sql: Sql, weighed: readonly Weighed[]): Promise<void> {
  await sql.query(writeStatement({ weighed: JSON.stringify(weighed) }));
}
