import { fragment, prepared, type Sql } from '#libs/database';
import { isFree } from '../rows/row-guard.js';
import type { ListedKind } from './lists.js';
import type { PageToList } from './subscription-look.repository.js';

/** A group or workspace as ARM listed it. */
export interface ListedResource {
  kind: ListedKind;
  name: string;
  armId: string;
  armIdKey: string;
  groupKey: string;
  location: string;
  rawState: string;
  observed: unknown;
}

interface WrittenPage {
  subscriptionId: string;
  roundFrom: string;
  listing: string | null;
  nextLink: string | null;
  listed: string;
  nextListing: string;
  followingLink: string | null;
  isLast: boolean;
}

/** The round is as it was when the page was taken: another worker may have had the page in between. */
const sameTurn = fragment`l.subscription_id = ${'subscriptionId'} AND l.round_from = ${'roundFrom'}::timestamptz
  AND l.listing IS NOT DISTINCT FROM ${'listing'}::text AND l.next_link IS NOT DISTINCT FROM ${'nextLink'}::text`;

/** What the page held, and where the round goes on: together, so that a round is taken up where it was. */
const pageStatement = prepared<WrittenPage>`
WITH turned AS (
  UPDATE subscription_look l SET listing = ${'nextListing'}, next_link = ${'followingLink'},
    held_until = CASE WHEN ${'isLast'}::boolean THEN l.held_until END, look_at = now(), failures = 0, error = NULL
  WHERE ${sameTurn} RETURNING l.subscription_id
)
INSERT INTO listed_resource AS f (subscription_id, kind, name, arm_id, arm_id_key, group_key, location, raw_state,
  observed, listed_at)
SELECT turned.subscription_id, s.kind, s.name, s."armId", s."armIdKey", s."groupKey", s.location, s."rawState",
  s.observed, ${'roundFrom'}::timestamptz
FROM turned, jsonb_to_recordset(${'listed'}::jsonb) AS s(kind text, name text, "armId" text, "armIdKey" text,
  "groupKey" text, location text, "rawState" text, observed jsonb)
ON CONFLICT (arm_id_key) DO UPDATE SET name = excluded.name, arm_id = excluded.arm_id, location = excluded.location,
  raw_state = excluded.raw_state, observed = excluded.observed, listed_at = excluded.listed_at`;

/** Where a round goes on. */
export interface NextPage {
  listing: ListedKind;
  /** Null: the first page of that list. */
  nextLink: string | null;
}

/** Keeps what a page of `kind` held, and where the round goes on; undefined: the page is kept until the round is ended. */
export async function writePage(
  sql: Sql,
  { subscriptionId, roundFrom, listing, nextLink }: PageToList,
  kind: ListedKind,
  listed: readonly ListedResource[],
  then: NextPage | undefined,
): Promise<void> {
  const once = [...new Map(listed.map((one) => [one.armIdKey, one])).values()];
  await sql.query(
    pageStatement({
      subscriptionId,
      roundFrom,
      listing,
      nextLink,
      listed: JSON.stringify(once),
      nextListing: then?.listing ?? kind,
      followingLink: then ? then.nextLink : nextLink,
      isLast: then === undefined,
    }),
  );
}

type EndedRound = Pick<WrittenPage, 'subscriptionId' | 'roundFrom' | 'listing' | 'nextLink'> & {
  restingSeconds: number;
};

const endStatement = prepared<EndedRound>`
WITH ended AS (
  UPDATE subscription_look l SET listed_at = l.round_from, round_from = NULL, listing = NULL, next_link = NULL,
    held_until = NULL, failures = 0, error = NULL, look_at = now() + ${'restingSeconds'}::float8 * interval '1 second'
  WHERE ${sameTurn} RETURNING l.subscription_id, l.listed_at
)
DELETE FROM listed_resource f USING ended
WHERE f.subscription_id = ended.subscription_id AND f.listed_at < ended.listed_at`;

/** Ends the round: what it did not list any more is not kept. */
export async function endRound(sql: Sql, page: PageToList, restingSeconds: number): Promise<void> {
  const { subscriptionId, roundFrom, listing, nextLink } = page;
  await sql.query(endStatement({ subscriptionId, roundFrom, listing, nextLink, restingSeconds }));
}

export interface MissingGroup {
  id: string;
  armId: string;
}

interface AskedMissing {
  subscriptionId: string;
  listedFrom: string;
  limit: number;
}

const missingStatement = prepared<AskedMissing, MissingGroup>`
SELECT r.id, r.arm_id AS "armId" FROM resource r
WHERE r.kind = 'RESOURCE_GROUP' AND r.gone_at IS NULL AND lower(r.subscription_id) = ${'subscriptionId'}
  AND (r.provisioning_state = 'SUCCEEDED' OR r.observed IS NOT NULL) AND r.created_at < ${'listedFrom'}::timestamptz
  AND NOT EXISTS (SELECT FROM listed_resource f WHERE f.arm_id_key = r.arm_id_key
    AND f.listed_at >= ${'listedFrom'}::timestamptz)
  AND ${isFree}
ORDER BY r.id LIMIT ${'limit'}::integer`;

/** Groups that teams have, and that the round has not listed: no operation was at work on them since it began. */
export async function readMissingGroups(
  sql: Sql,
  { subscriptionId, roundFrom }: PageToList,
  limit: number,
): Promise<MissingGroup[]> {
  const { rows } = await sql.query(
    missingStatement({ subscriptionId, listedFrom: roundFrom, limit }),
  );
  return rows;
}
