import type { Sql } from '#libs/database';
import type { KnownOffers, SupportedLocations, VmSizeFacts } from '#libs/resources';

/** Older lists say nothing: sizes come and go, and they are read again every day. */
const keepsDays = 3;
/** Of one subscription: nobody fills the table with names of regions. */
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
interface PlaceInSql {
  subscriptionId: string;
  location: string;
  sizeKey: string;
}

/**
 * StoredOffers as a column of whatever statement: the region's supported locations, and of its sizes the one alone that is
 * asked for. The whole list is read only where it must be said what there is instead.
 */
export const offersColumn = ({ subscriptionId, location, sizeKey }: PlaceInSql): string => {
  const fresh = (reading: string) =>
    `coalesce(${reading}.body <> '{}' AND ${reading}.read_at > now() - interval '${keepsDays} days', false)`;
  return `(SELECT jsonb_build_object(
    'locations', CASE WHEN ${fresh('l')} THEN l.body END,
    'sizesKnown', ${fresh('v')},
    'size', CASE WHEN ${fresh('v')} THEN v.body -> ${sizeKey} END,
    'isNoted', l.what IS NOT NULL AND v.what IS NOT NULL)
  FROM (SELECT lower(${subscriptionId}) AS subscription_id) of
  LEFT JOIN azure_reading l ON l.subscription_id = of.subscription_id AND l.what = 'locations' AND l.location = ''
  LEFT JOIN azure_reading v ON v.subscription_id = of.subscription_id AND v.what = 'vm-sizes' AND v.location = ${location}) AS offers`;
};

const offersText = `SELECT ${offersColumn({
  subscriptionId: '$1::text',
  location: '$2::text',
  sizeKey: '$3::text',
})}`;

export async function readOffers(
  sql: Sql,
  { subscriptionId, location }: Place,
  sizeKey: string,
): Promise<StoredOffers> {
  const { rows } = await sql.query<{ offers: StoredOffers }>({
    name: 'submission-offers',
    text: offersText,
    values: [subscriptionId, location, sizeKey],
  });
  return rows[0]?.offers ?? { locations: null, sizesKnown: false, size: null, isNoted: true };
}

const noteText = `
INSERT INTO azure_reading (what, subscription_id, location, tried_at)
SELECT wanted.what, $1, wanted.location, '-infinity'
FROM (VALUES ('vm-sizes', $2::text), ('locations', '')) wanted (what, location)
WHERE (SELECT count(*) FROM azure_reading WHERE subscription_id = $1) < ${mostReadings}
ON CONFLICT DO NOTHING`;

/** Notes that both readings of a region are wanted: read-surroundings.repository.ts reads them, for whoever asks next. */
export const noteWanted = async (sql: Sql, { subscriptionId, location }: Place): Promise<void> => {
  await sql.query(noteText, [subscriptionId.toLowerCase(), location]);
};

const allText = `
SELECT (SELECT body FROM azure_reading WHERE subscription_id = $1 AND what = 'vm-sizes' AND location = $2) AS sizes,
  (SELECT coalesce(json_agg(location ORDER BY location), '[]') FROM azure_reading
    WHERE subscription_id = $1 AND what = 'vm-sizes' AND location <> $2 AND body ? $3::text) AS elsewhere`;

/** All sizes of a region whose list is known, and the other regions that have one. */
export async function readAllSizes(
  sql: Sql,
  { subscriptionId, location }: Place,
  sizeKey: string,
): Promise<Pick<KnownOffers, 'sizes' | 'elsewhere'>> {
  const values = [subscriptionId.toLowerCase(), location, sizeKey];
  const { rows } = await sql.query<Pick<KnownOffers, 'sizes' | 'elsewhere'>>(allText, values);
  return rows[0] ?? { sizes: null, elsewhere: [] };
}
