import { prepared, type Sql } from '#libs/database';
import type { ManagementLock, Reading, Surroundings } from '#libs/diagnosis';
import type { Usage, VmSizeFacts } from '#libs/resources';

interface AskedCompute {
  id: string;
  reason: string;
  since: string;
  subscriptionId: string;
  /** The subscription of its network; empty where it has none. */
  networkSubscriptionId: string;
  location: string;
}

interface StoredReading {
  what: 'locks' | 'usages' | 'vm-sizes' | 'locations';
  subscriptionId: string;
  location: string;
  body: unknown;
  readAt: string | null;
  error: Reading<unknown>['error'];
}

/** Each reading comes once, however many of the computes need it. */
const surroundingsStatement = prepared<
  { ids: readonly string[] },
  { asked: AskedCompute[]; readings: StoredReading[] }
>`
WITH asked AS MATERIALIZED (
  SELECT u.resource_id AS id, u.reason, u.since, lower(r.subscription_id) AS "subscriptionId",
    lower(coalesce(split_part(r.observed->>'subnetId', '/', 3), '')) AS "networkSubscriptionId",
    lower(replace(r.location, ' ', '')) AS location
  FROM unsettled_compute u JOIN resource r ON r.id = u.resource_id WHERE u.resource_id = ANY (${'ids'}::uuid[])
), read AS (
  SELECT a.what, a.subscription_id AS "subscriptionId", a.location, a.body, a.read_at AS "readAt", a.error
  FROM azure_reading a WHERE EXISTS (SELECT FROM asked k WHERE
    a.what = 'locks' AND a.subscription_id IN (k."subscriptionId", k."networkSubscriptionId")
    OR a.what <> 'locks' AND k.reason IN ('GROWING', 'SHORT_OF_QUOTA') AND a.subscription_id = k."subscriptionId" AND a.location = k.location)
)
SELECT (SELECT coalesce(json_agg(row_to_json(asked)), '[]') FROM asked) AS asked,
  (SELECT coalesce(json_agg(row_to_json(read)), '[]') FROM read) AS readings`;

/** What is known beside their rows about computes that are on their way, by id, in one statement. */
export async function readSurroundingsOf(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, Surroundings>> {
  const { rows } = await sql.query(surroundingsStatement({ ids }));
  const { asked, readings } = rows[0] ?? { asked: [], readings: [] };
  return new Map(asked.map((compute) => [compute.id, surroundingsOf(compute, readings)]));
}

function surroundingsOf(compute: AskedCompute, readings: readonly StoredReading[]): Surroundings {
  const { subscriptionId, networkSubscriptionId, location } = compute;
  const ofRegion = (what: StoredReading['what']) =>
    readings.find(
      (one) =>
        one.what === what && one.subscriptionId === subscriptionId && one.location === location,
    );
  const locksOf = (id: string): Reading<ManagementLock[]> =>
    readingOf<ManagementLock[]>(
      readings.find((one) => one.what === 'locks' && one.subscriptionId === id),
    ) ?? { subscriptionId: id, body: null, readAt: null, error: null };
  const subscriptions = new Set([subscriptionId, networkSubscriptionId].filter((id) => id !== ''));
  return {
    since: new Date(compute.since),
    locks: [...subscriptions].map(locksOf),
    usages: readingOf<Usage[]>(ofRegion('usages')),
    vmSizes: readingOf<Record<string, VmSizeFacts>>(ofRegion('vm-sizes')),
  };
}

/** The worker wrote the body in the form that rules read. */
const readingOf = <Body>(stored: StoredReading | undefined): Reading<Body> | null =>
  stored
    ? {
        subscriptionId: stored.subscriptionId,
        body: stored.body as Body | null,
        readAt: stored.readAt === null ? null : new Date(stored.readAt),
        error: stored.error,
      }
    : null;
