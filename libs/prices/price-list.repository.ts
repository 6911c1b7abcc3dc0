import { fragment, prepared, raw, statement, type Fragment, type Sql } from '#libs/database';
import type { ListedPrice } from './listed-price.value.js';
import type { PricedRegion } from './read-region.js';
import type { RetailPricesError } from './retail-prices.port.js';

/** Prices change seldom; whoever asks is told how old they are. */
const keepsHours = 24;
/** After a failure, and between two workers. */
const againMinutes = 5;
/** The Retail Prices API is left alone for no longer, whatever it asks for. */
const longestQuietHours = 24;
/** Bounds both tables until Azure's list of regions is read; from then on made-up names are not noted at all. */
const mostRegions = 200;
/** A region that Azure did not answer for makes room after so long, and may be asked for again. */
const unansweredMinutes = 60;

/**
 * SQL: Azure lists the region, or something stands there. Before Azure's list of regions was read for any subscription it is
 * not known which there are, and any may be one.
 */
const isRegion = <N extends string>(location: Fragment<N>): Fragment<N> => fragment`(
  EXISTS (SELECT FROM azure_reading WHERE what = 'locations'
    AND jsonb_path_exists(body, '$.*[*] ? (@ == $region)', jsonb_build_object('region', ${location})))
  OR EXISTS (SELECT FROM resource s WHERE lower(replace(s.location, ' ', '')) = ${location} AND s.gone_at IS NULL)
  OR NOT EXISTS (SELECT FROM azure_reading WHERE what = 'locations' AND jsonb_path_exists(body, '$.*[*]')))`;

const asked = fragment<'location'>`${'location'}::text`;

const noteStatement = statement<PricedRegion>`
INSERT INTO price_list (location, currency)
SELECT ${asked}, ${'currency'}::text WHERE (SELECT count(*) FROM price_list) < ${mostRegions} AND ${isRegion(asked)}
ON CONFLICT DO NOTHING`;

/** Notes that somebody wants to know the prices of a region: they are read soon, and again every day. */
export const noteWantedPrices = async (sql: Sql, region: PricedRegion): Promise<void> => {
  await sql.query(noteStatement(region));
};

/** Leaves those that are being read: nobody waits for another. */
const forgetReadingsStatement = prepared`
DELETE FROM azure_reading WHERE (subscription_id, what, location) IN (
  SELECT subscription_id, what, location FROM azure_reading
  WHERE what IN ('vm-sizes', 'locations', 'usages') AND read_at IS NULL
    AND tried_at > '-infinity' AND tried_at < now() - ${unansweredMinutes} * interval '1 minute'
  FOR UPDATE SKIP LOCKED)`;

/** Readings of regions that somebody wants. */
export interface WantedReadings {
  subscriptionId: string;
  /** Lower case, as Azure lists them. */
  locations: readonly string[];
  what: readonly ('vm-sizes' | 'usages')[];
}

const noteReadingsStatement = statement<WantedReadings>`
INSERT INTO azure_reading (what, subscription_id, location, tried_at, wanted_at)
SELECT wanted.what, lower(${'subscriptionId'}), wanted.location, '-infinity', now()
FROM (
  SELECT reading.what, place.location FROM unnest(${'what'}::text[]) reading (what), unnest(${'locations'}::text[]) place (location)
    WHERE ${isRegion(raw('place.location'))}
  UNION ALL SELECT 'locations', '') wanted
WHERE wanted.what = 'locations'
  OR (SELECT count(*) FROM azure_reading WHERE subscription_id = lower(${'subscriptionId'})) < ${mostRegions}
ORDER BY wanted.what, wanted.location
ON CONFLICT (subscription_id, what, location) DO UPDATE SET wanted_at = now()`;

/**
 * Notes that somebody wants to know what Azure Machine Learning tells of regions, and Azure's list of regions, which tells
 * regions from made-up names: libs/diagnosis reads both.
 */
export const noteWantedReadings = async (sql: Sql, wanted: WantedReadings): Promise<void> => {
  await sql.query(forgetReadingsStatement({}));
  await sql.query(noteReadingsStatement(wanted));
};

const followStatement = prepared<{ currency: string }>`
INSERT INTO price_list (location, currency)
SELECT DISTINCT r.location, ${'currency'}::text FROM azure_reading r
WHERE r.location <> '' AND r.read_at IS NOT NULL AND ${isRegion(raw('r.location'))}
  AND NOT EXISTS (SELECT FROM price_list l WHERE l.location = r.location AND l.currency = ${'currency'})
  AND (SELECT count(*) FROM price_list) < ${mostRegions}
ORDER BY r.location ON CONFLICT DO NOTHING`;

/** What Azure has no more makes room a day after it was read, and what somebody made up as soon as Azure's list of regions is read. */
const forgetStatement = prepared<{ currency: string }>`
DELETE FROM price_list l WHERE l.currency = ${'currency'} AND l.tried_at <= now()
  AND (l.read_at < now() - ${keepsHours} * interval '1 hour' OR l.read_at IS NOT NULL AND NOT ${isRegion(raw('l.location'))})
  AND NOT EXISTS (SELECT FROM listed_price p WHERE p.location = l.location AND p.currency = l.currency AND p.amount IS NOT NULL)`;

/** SQL: the Retail Prices API asked to be left alone, and still is: a row says until when by a time to come. */
const isLeftAlone = fragment`EXISTS (SELECT FROM price_list WHERE tried_at > now())`;

const quietStatement = prepared<object, { isQuiet: boolean }>`SELECT ${isLeftAlone} AS "isQuiet"`;

/** Whether the Retail Prices API asked any worker to be left alone, for a time that has not passed. */
export async function wantsQuiet(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query(quietStatement({}));
  return rows[0]?.isQuiet === true;
}

const pickStatement = prepared<{ currency: string }, { location: string }>`
UPDATE price_list SET tried_at = now() WHERE (location, currency) = (
  SELECT location, currency FROM price_list WHERE currency = ${'currency'} AND NOT ${isLeftAlone}
    AND tried_at < now() - ${againMinutes} * interval '1 minute'
    AND (read_at IS NULL OR read_at < now() - ${keepsHours} * interval '1 hour')
  ORDER BY tried_at, location LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING location`;

/**
 * A region whose prices are due, marked as tried: nobody else reads it now. Regions are those that somebody asked for, and those of which
 * Azure told sizes or quotas. Undefined where none is due, and while the Retail Prices API wants to be left alone.
 */
export async function pickRegion(sql: Sql, currency: string): Promise<string | undefined> {
  await sql.query(forgetReadingsStatement({}));
  await sql.query(forgetStatement({ currency }));
  await sql.query(followStatement({ currency }));
  const { rows } = await sql.query(pickStatement({ currency }));
  return rows[0]?.location;
}

const countStatement = prepared<PricedRegion, { kept: number }>`
SELECT count(*)::int AS kept FROM listed_price WHERE location = ${'location'} AND currency = ${'currency'} AND amount IS NOT NULL`;

/** How many prices of a region are kept. */
export async function countPrices(sql: Sql, region: PricedRegion): Promise<number> {
  const { rows } = await sql.query(countStatement(region));
  return rows[0]?.kept ?? 0;
}

const writeStatement = statement<PricedRegion & { prices: string }>`
WITH listed AS (
  SELECT * FROM jsonb_to_recordset(${'prices'}::jsonb)
    AS l (item text, name text, "vmPriority" text, amount numeric, "missingBecause" text)
), gone AS (
  DELETE FROM listed_price p WHERE p.location = ${'location'} AND p.currency = ${'currency'}
    AND NOT EXISTS (SELECT FROM listed l WHERE l.item = p.item AND l."vmPriority" = p.vm_priority)
), written AS (
  INSERT INTO listed_price (location, currency, item, vm_priority, name, amount, missing_because)
  SELECT ${'location'}, ${'currency'}, item, "vmPriority", name, amount, "missingBecause" FROM listed ORDER BY item, "vmPriority"
  ON CONFLICT (location, currency, item, vm_priority)
    DO UPDATE SET name = excluded.name, amount = excluded.amount, missing_because = excluded.missing_because
    WHERE (listed_price.name, listed_price.amount, listed_price.missing_because)
      IS DISTINCT FROM (excluded.name, excluded.amount, excluded.missing_because)
)
UPDATE price_list SET read_at = now(), error = NULL WHERE location = ${'location'} AND currency = ${'currency'}`;

/** Puts these prices in place of those that were kept of the region. */
export const writePrices = async (
  sql: Sql,
  region: PricedRegion,
  prices: readonly ListedPrice[],
): Promise<void> => {
  await sql.query(writeStatement({ ...region, prices: JSON.stringify(prices) }));
};

const failStatement = prepared<PricedRegion & { error: string; quietSeconds: number }>`
UPDATE price_list SET error = ${'error'}::jsonb,
  tried_at = now() + least(${'quietSeconds'}::float8 * interval '1 second', ${longestQuietHours} * interval '1 hour')
WHERE location = ${'location'} AND currency = ${'currency'}`;

/**
 * Notes why the last try brought nothing; what was kept stays. Nobody asks for any region before the error's
 * `retryAfterSeconds` have passed, a day at most.
 */
export const noteFailure = async (
  sql: Sql,
  region: PricedRegion,
  { code, message, retryAfterSeconds = 0 }: RetailPricesError,
): Promise<void> => {
  const error = JSON.stringify({ code, message });
  await sql.query(failStatement({ ...region, error, quietSeconds: retryAfterSeconds }));
};
