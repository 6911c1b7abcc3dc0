import { fragment, prepared, raw, statement, type Fragment, type Sql } from '#libs/database';
import type { KnownOffers, SupportedLocations, VmSizeFacts } from '#libs/resources';

/** Older lists say nothing: sizes come and go, and they are read again every day. */
const keepsDays = 3;
/** At most so many regions per subscription: requests cannot fill the table with made-up names. */
const mostReadings = 200;

/** What is known of a region as it is stored. */
export interface StoredOffers {
  locations: SupportedLocations | null;
  sizesKnown: boolean;
  size: VmSizeFacts | null;
  /** Whether both readings have a row, so that nobody need note that they are wanted. */
  isNoted: boolean;
}

export interface Place {
  subscriptionId: string;
  location: string;
}

/** How a statement says where, and which size: expressions of SQL. */
interface PlaceInSql<N extends string> {
  subscriptionId: Fragment<N>;
  location: Fragment<N>;
  sizeKey: Fragment<N>;
}

/** SQL: the reading has an answer that is young enough. */
const isFresh = (reading: string): Fragment =>
  raw(
    `coalesce(${reading}.body <> '{}' AND ${reading}.read_at > now() - interval '${keepsDays} days', false)`,
  );

/**
 * StoredOffers as a column of whatever statement: the region's supported locations, and of its sizes the one alone that is
 * asked for. The whole list is read only where it must be said what there is instead.
 */
export const offersColumn = <N extends string>({
  subscriptionId,
  location,
  sizeKey,
}: PlaceInSql<N>): Fragment<N> => fragment`(
  SELECT jsonb_build_object(
    'locations', CASE WHEN ${isFresh('l')} THEN l.body END,
    'sizesKnown', ${isFresh('v')},
    'size', CASE WHEN ${isFresh('v')} THEN v.body -> ${sizeKey} END,
    'isNoted', l.what IS NOT NULL AND v.what IS NOT NULL)
  FROM (SELECT lower(${subscriptionId}) AS subscription_id) of
  LEFT JOIN azure_reading l ON l.subscription_id = of.subscription_id AND l.what = 'locations' AND l.location = ''
  LEFT JOIN azure_reading v ON v.subscription_id = of.subscription_id AND v.what = 'vm-sizes' AND v.location = ${location}) AS offers`;

const offersStatement = prepared<Place & { sizeKey: string }, { offers: StoredOffers }>`
SELECT ${offersColumn({
  subscriptionId: fragment`${'subscriptionId'}::text`,
  location: fragment`${'location'}::text`,
  sizeKey: fragment`${'sizeKey'}::text`,
})}`;

export async function readOffers(
  sql: Sql,
  { subscriptionId, location }: Place,
  sizeKey: string,
): Promise<StoredOffers> {
  const { rows } = await sql.query(offersStatement({ subscriptionId, location, sizeKey }));
  return rows[0]?.offers ?? { locations: null, sizesKnown: false, size: null, isNoted: true };
}

const noteStatement = statement<Place>`
INSERT INTO azure_reading (what, subscription_id, location, tried_at, wanted_at)
SELECT wanted.what, ${'subscriptionId'}, wanted.location, '-infinity', now()
FROM (VALUES ('vm-sizes', ${'location'}::text), ('usages', ${'location'}::text), ('locations', '')) wanted (what, location)
WHERE (SELECT count(*) FROM azure_reading WHERE subscription_id = ${'subscriptionId'}) < ${mostReadings}
ON CONFLICT DO NOTHING`;

const inLowerCase = ({ subscriptionId, location }: Place): Place => ({
  subscriptionId: subscriptionId.toLowerCase(),
  location,
});

/**
 * Notes that both readings of a region are wanted, and its usages, so that the first compute there is held against its quota:
 * read-surroundings.repository.ts reads them, for whoever asks next.
 */
export const noteWanted = async (sql: Sql, place: Place): Promise<void> => {
  await sql.query(noteStatement(inLowerCase(place)));
};

const allStatement = statement<
  Place & { sizeKey: string },
  Pick<KnownOffers, 'sizes' | 'elsewhere'>
>`
SELECT (SELECT body FROM azure_reading WHERE subscription_id = ${'subscriptionId'} AND what = 'vm-sizes'
    AND location = ${'location'}) AS sizes,
  (SELECT coalesce(json_agg(location ORDER BY location), '[]') FROM azure_reading
    WHERE subscription_id = ${'subscriptionId'} AND what = 'vm-sizes' AND location <> ${'location'}
      AND body ? ${'sizeKey'}::text) AS elsewhere`;

/** All sizes of a region whose list is known, and the other regions that have one. */
export async function readAllSizes(
  sql: Sql,
  place: Place,
  sizeKey: string,
): Promise<Pick<KnownOffers, 'sizes' | 'elsewhere'>> {
  const { rows } = await sql.query(allStatement({ ...inLowerCase(place), sizeKey }));
  return rows[0] ?? { sizes: null, elsewhere: [] };
}
