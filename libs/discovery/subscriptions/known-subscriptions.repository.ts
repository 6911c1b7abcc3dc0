import { fragment, prepared, type Sql } from '#libs/database';

/** Workers may have different settings: what those of another name stays while it comes back within an hour. */
const isConfigured = fragment`l.configured_at > now() - interval '1 hour'`;

const knowStatement = prepared<{ configured: readonly string[] }>`
WITH known AS (
  SELECT lower(subscription_id) AS id, false AS configured FROM resource
  WHERE kind IN ('RESOURCE_GROUP', 'WORKSPACE', 'AZURE_SUBSCRIPTION') AND gone_at IS NULL
  UNION SELECT lower(unnest(${'configured'}::text[])), true
), added AS (
  INSERT INTO subscription_look AS l (subscription_id, configured_at)
  SELECT id, CASE WHEN bool_or(configured) THEN now() END FROM known GROUP BY id
  ON CONFLICT (subscription_id) DO UPDATE SET configured_at = excluded.configured_at
  WHERE excluded.configured_at IS NOT NULL AND coalesce(l.configured_at < now() - interval '1 minute', true)
), kept AS (
  SELECT id FROM known UNION SELECT l.subscription_id FROM subscription_look l WHERE ${isConfigured}
), dropped AS (
  DELETE FROM subscription_look l
  WHERE NOT EXISTS (SELECT FROM kept WHERE kept.id = l.subscription_id) AND ${isConfigured} IS NOT TRUE
)
DELETE FROM listed_resource f WHERE NOT EXISTS (SELECT FROM kept WHERE kept.id = f.subscription_id)`;

/**
 * Brings the list of subscriptions that are looked at up to date: those of what teams have, those that were added, and those that
 * are configured, here or within the last hour in another worker.
 * Of others nothing is kept.
 */
export async function knowSubscriptions(sql: Sql, configured: readonly string[]): Promise<void> {
  await sql.query(knowStatement({ configured }));
}
