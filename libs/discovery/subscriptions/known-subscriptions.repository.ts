import { prepared, type Sql } from '#libs/database';

const knowStatement = prepared<{ configured: readonly string[] }>`
WITH known AS (
  SELECT lower(subscription_id) AS id FROM resource
  WHERE kind IN ('RESOURCE_GROUP', 'WORKSPACE', 'AZURE_SUBSCRIPTION') AND gone_at IS NULL
  UNION SELECT lower(unnest(${'configured'}::text[]))
), added AS (
  INSERT INTO subscription_look (subscription_id) SELECT id FROM known ON CONFLICT DO NOTHING
), dropped AS (
  DELETE FROM subscription_look l WHERE NOT EXISTS (SELECT FROM known WHERE known.id = l.subscription_id)
)
DELETE FROM listed_resource f WHERE NOT EXISTS (SELECT FROM known WHERE known.id = f.subscription_id)`;

/**
 * Brings the list of subscriptions that are looked at up to date: those of what teams have, those that were added, and those that are
 * configured.
 * Of others nothing is kept.
 */
export async function knowSubscriptions(sql: Sql, configured: readonly string[]): Promise<void> {
  await sql.query(knowStatement({ configured }));
}
