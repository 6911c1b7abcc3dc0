import type { Sql } from '#libs/database';
import type { KnownOffers, SupportedLocations, VmSizeFacts } from '#libs/resources';

/** Older lists say nothing: sizes come and go, and they are read again every day. */
const keepsDays = 3;
/** Of one subscription: nobody fills the table with names of regions. */
const mostReadings = 200;

/**
 * What is known of a region: its supported locations, and of its sizes the one that is asked for. What was never read is
 * noted to be read, for whoever asks next (read-surroundings.repository.ts).
 */
const knownText = `
WITH wanted (what, location) AS (VALUES ('vm-sizes', $2::text), ('locations', '')), stored AS (
  SELECT a.* FROM azure_reading a JOIN wanted w ON a.what = w.what AND a.location = w.location WHERE a.subscription_id = $1
), noted AS (
  INSERT INTO azure_reading (what, subscription_id, location, tried_at)
  SELECT w.what, $1, w.location, '-infinity' FROM wanted w
  WHERE NOT EXISTS (SELECT FROM stored s WHERE s.what = w.what)
    AND (SELECT count(*) FROM azure_reading a WHERE a.subscription_id = $1) < ${mostReadings}
  ON CONFLICT DO NOTHING
), known AS (
  SELECT * FROM stored WHERE body <> '{}' AND read_at > now() - interval '${keepsDays} days'
)
SELECT (SELECT body FROM known WHERE what = 'locations') AS locations,
  EXISTS (SELECT FROM known WHERE what = 'vm-sizes') AS "sizesKnown",
  (SELECT body->$3::text FROM known WHERE what = 'vm-sizes') AS size`;

interface KnownRow {
  locations: SupportedLocations | null;
  sizesKnown: boolean;
  size: VmSizeFacts | null;
}

interface Place {
  subscriptionId: string;
  location: string;
}

/** The size alone where the region has it: the whole list only where that is needed to say what there is instead. */
export async function readOffers(
  sql: Sql,
  { subscriptionId, location }: Place,
  sizeKey: string,
): Promise<KnownOffers> {
  const { rows } = await sql.query<KnownRow>({
    name: 'submission-offers',
    text: knownText,
    values: [subscriptionId.toLowerCase(), location, sizeKey],
  });
  const { locations = null, sizesKnown = false, size = null } = rows[0] ?? {};
  const sizes = sizesKnown ? (size === null ? {} : { [sizeKey]: size }) : null;
  return { locations, sizes, elsewhere: [] };
}

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
