import { fragment, prepared, type Sql } from '#libs/database';
import type { ProvisioningError } from '#libs/kernel';
import { tell } from '#libs/outbox';
import type { ResourceKind } from '#libs/resources';

/** Kinds that are diagnosed. */
export interface Diagnosed {
  /** All computes of workspaces. */
  computes: readonly ResourceKind[];
  /** Those that are made of machines, whose quota can run out. */
  machines: readonly ResourceKind[];
}

/** The condition of the index resource_unsettled. */
const isOnItsWay = fragment`(r.provisioning_state = 'DELETING' OR r.observed->>'allocationState' = 'RESIZING'
  OR r.observed->'targetNodeCount' > r.observed->'currentNodeCount')`;

/**
 * Upserts a row of unsettled_compute for each compute that is changing or short of quota, with the reason and when it
 * began; `since` stays while the reason does. Deletes the rows of computes that have settled.
 */
const noteStatement = prepared<Diagnosed>`
WITH found AS (
  SELECT r.id, CASE WHEN r.provisioning_state = 'DELETING' THEN 'DELETING'
    WHEN r.observed->'targetNodeCount' > r.observed->'currentNodeCount' THEN 'GROWING' ELSE 'SHRINKING' END AS reason
  FROM resource r WHERE r.gone_at IS NULL AND ${isOnItsWay}
    AND r.kind = ANY (${'computes'}::text[])
  UNION ALL
  SELECT r.id, 'SHORT_OF_QUOTA' FROM resource r
  WHERE r.gone_at IS NULL AND r.provisioning_state = 'FAILED' AND r.kind = ANY (${'machines'}::text[])
    AND r.provisioning_errors @? '$[*].code ? (@ like_regex "quota" flag "i")' AND ${isOnItsWay} IS NOT TRUE
), settled AS (
  DELETE FROM unsettled_compute u WHERE NOT EXISTS (SELECT FROM found WHERE found.id = u.resource_id)
)
INSERT INTO unsettled_compute (resource_id, reason) SELECT id, reason FROM found ORDER BY id
ON CONFLICT (resource_id) DO UPDATE SET reason = excluded.reason, since = now()
  WHERE unsettled_compute.reason <> excluded.reason`;

export async function noteUnsettled(sql: Sql, diagnosed: Diagnosed): Promise<void> {
  await sql.query(noteStatement(diagnosed));
}

/** Something to ask Azure for. */
export interface WantedReading {
  what: 'locks' | 'usages' | 'vm-sizes' | 'locations';
  subscriptionId: string;
  /** Empty for locks and locations. */
  location: string;
}

export interface ReadingPace {
  /** Between two readings of locks or usages while a compute needs them. */
  againSeconds: number;
}

/** Whoever is short of quota for longer is told so without fresh numbers. */
const shortForSeconds = 3600;

/** What a region's VM sizes are, and which regions there are, changes seldom. */
const sizesKeepSeconds = 24 * 3600;

/** While somebody plans with them quotas are read at the pace of what is unsettled; then slowly, for whoever comes back. */
const quotasWantedHours = 1;
const quotasKeepMinutes = 10;
const quotasFollowedDays = 7;

/** For so long a failure for want of quota has the numbers read that it may have been decided without. */
const failuresCountMinutes = 15;

/**
 * Usages that decisions need (libs/quotas): where they were asked for lately, slowly where nobody asks any more, and wherever an
 * operation failed for want of quota after they were read.
 */
const wantedUsages = fragment`
  SELECT what, subscription_id, location FROM azure_reading
  WHERE what = 'usages' AND wanted_at > now() - ${quotasFollowedDays} * interval '1 day'
    AND (wanted_at > now() - ${quotasWantedHours} * interval '1 hour' OR read_at IS NULL
      OR read_at < now() - ${quotasKeepMinutes} * interval '1 minute')
  UNION SELECT 'usages', lower(r.subscription_id), lower(replace(r.location, ' ', '')) FROM operation o
  JOIN resource r ON r.id = o.target_id AND r.kind = ANY (${'machines'}::text[])
  WHERE o.status = 'FAILED' AND o.completed_at > now() - ${failuresCountMinutes} * interval '1 minute'
    AND o.error::text ~* 'quota' AND NOT EXISTS (SELECT FROM azure_reading a WHERE a.what = 'usages'
      AND a.subscription_id = lower(r.subscription_id) AND a.location = lower(replace(r.location, ' ', ''))
      AND a.read_at > o.completed_at)`;

/**
 * What is due to be read for unsettled computes and for decisions, marked as tried: nobody else reads it now. Locks of the
 * subscription of a compute and of its network's, and for nodes that are wanted what counts them. Lists of regions and of their sizes
 * that a mutation once asked for (submit/offers.repository.ts) are read soon and again every day while Azure has them.
 */
const pickStatement = prepared<ReadingPace & Pick<Diagnosed, 'machines'>, WantedReading>`
WITH unsettled AS (
  SELECT lower(r.subscription_id) AS own, lower(split_part(r.observed->>'subnetId', '/', 3)) AS network,
    lower(replace(r.location, ' ', '')) AS location, u.reason
  FROM unsettled_compute u JOIN resource r ON r.id = u.resource_id
  WHERE u.reason <> 'SHORT_OF_QUOTA' OR u.since > now() - ${shortForSeconds} * interval '1 second'
), wanted AS (
  SELECT 'locks' AS what, own AS subscription_id, '' AS location FROM unsettled WHERE reason <> 'SHORT_OF_QUOTA'
  UNION SELECT 'locks', network, '' FROM unsettled WHERE reason <> 'SHORT_OF_QUOTA' AND network <> ''
  UNION SELECT w.what, own, location FROM unsettled, (VALUES ('usages'), ('vm-sizes')) AS w (what)
    WHERE reason IN ('GROWING', 'SHORT_OF_QUOTA') AND location <> ''
  UNION SELECT what, subscription_id, location FROM azure_reading
    WHERE what IN ('vm-sizes', 'locations') AND (read_at IS NOT NULL OR tried_at = '-infinity')
  UNION (${wantedUsages})
)
INSERT INTO azure_reading (what, subscription_id, location)
SELECT what, subscription_id, location FROM wanted ORDER BY subscription_id, what, location
ON CONFLICT (subscription_id, what, location) DO UPDATE SET tried_at = now()
  WHERE azure_reading.tried_at < now() - ${'againSeconds'}::float8 * interval '1 second' AND (azure_reading.what NOT IN ('vm-sizes', 'locations')
    OR azure_reading.read_at IS NULL OR azure_reading.read_at < now() - ${sizesKeepSeconds} * interval '1 second')
RETURNING what, subscription_id AS "subscriptionId", location`;

export async function pickReadings(
  sql: Sql,
  pace: ReadingPace,
  { machines }: Pick<Diagnosed, 'machines'>,
): Promise<WantedReading[]> {
  const { rows } = await sql.query(pickStatement({ ...pace, machines }));
  return rows;
}

/** What Azure answered, or why it did not; the last answer stays beside a later error. */
export type ReadingResult =
  { body: unknown } | { error: Pick<ProvisioningError, 'code' | 'message'> };

/** Writes a reading, and tells of the computes whose diagnosis it may change where it says something new. */
const writeStatement = prepared<WantedReading & { body: string | null; error: string | null }>`
WITH before AS (
  SELECT * FROM azure_reading WHERE subscription_id = ${'subscriptionId'} AND what = ${'what'} AND location = ${'location'}
), written AS (
  UPDATE azure_reading a SET body = CASE WHEN ${'error'}::jsonb IS NULL THEN ${'body'}::jsonb ELSE a.body END,
    read_at = CASE WHEN ${'error'}::jsonb IS NULL THEN now() ELSE a.read_at END, error = ${'error'}::jsonb
  FROM before
  WHERE a.subscription_id = ${'subscriptionId'} AND a.what = ${'what'} AND a.location = ${'location'}
  RETURNING (a.body, a.error) IS DISTINCT FROM (before.body, before.error) AS differs
)
${tell(fragment`
SELECT 'resource.changed', NULL::uuid, r.id, r.team_id, NULL::jsonb FROM unsettled_compute u JOIN resource r ON r.id = u.resource_id, written
WHERE written.differs AND (lower(r.subscription_id) = ${'subscriptionId'} AND (${'location'} = '' OR lower(replace(r.location, ' ', '')) = ${'location'})
  OR ${'what'} = 'locks' AND lower(split_part(r.observed->>'subnetId', '/', 3)) = ${'subscriptionId'})`)}`;

export async function writeReading(
  sql: Sql,
  wanted: WantedReading,
  result: ReadingResult,
): Promise<void> {
  const body = 'body' in result ? JSON.stringify(result.body) : null;
  const error = 'error' in result ? JSON.stringify(result.error) : null;
  await sql.query(writeStatement({ ...wanted, body, error }));
}

/** What Azure did not tell so far is not asked for again at once: a region that always fails is as any other. */
const untoldAgainSeconds = 2;

/** For whoever looks Azure is asked so much of one subscription and no more; it answers 25 reads a second (docs/azure-facts.md#throttling). */
const mostTried = { readings: 60, seconds: 10 };

/** Where it was not read, or so long ago, and nobody else reads it now or did a moment ago. */
const claimStatement = prepared<WantedReading & { olderThanSeconds: number }, object>`
UPDATE azure_reading SET tried_at = now()
WHERE subscription_id = ${'subscriptionId'} AND what = ${'what'} AND location = ${'location'}
  AND greatest(read_at, tried_at) < now() - interval '1 second' * CASE WHEN read_at IS NULL
    THEN least(${'olderThanSeconds'}::float8, ${untoldAgainSeconds}) ELSE ${'olderThanSeconds'}::float8 END
  AND (SELECT count(*) FROM azure_reading WHERE subscription_id = ${'subscriptionId'}
    AND tried_at BETWEEN now() - ${mostTried.seconds} * interval '1 second' AND now()) < ${mostTried.readings}
RETURNING 1`;

export async function claimReading(
  sql: Sql,
  wanted: WantedReading,
  olderThanSeconds: number,
): Promise<boolean> {
  const { rows } = await sql.query(claimStatement({ ...wanted, olderThanSeconds }));
  return rows.length > 0;
}
