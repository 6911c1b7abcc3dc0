import type pg from 'pg';
import type { Rights, ServerVersion } from './find-missing.rules.js';

export async function readVersion(client: pg.Client): Promise<ServerVersion> {
  const { rows } = await client.query<{ number: string; version: string }>(
    `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version`,
  );
  const { number = '0', version = 'unknown' } = rows[0] ?? {};
  return { major: Math.floor(Number(number) / 10_000), version };
}

/** What the migrations need, as the catalogue says it of the role that asks. */
export async function readRights(client: pg.Client): Promise<Rights> {
  const { rows } = await client.query<Rights>(`
    SELECT quote_ident(current_user) AS role, quote_ident(current_database()) AS database,
      coalesce(current_schema(), '') AS schema,
      pg_is_in_recovery() AS "isStandby",
      EXISTS (SELECT FROM pg_roles WHERE rolname = 'armature_app') AS "hasApplicationRole",
      r.rolsuper OR r.rolcreaterole AS "mayMakeRoles",
      has_database_privilege(current_database(), 'CREATE') AS "mayMakeSchemas",
      to_regnamespace('public') IS NOT NULL AND has_schema_privilege('public', 'CREATE') AS "mayMakeTables",
      EXISTS (SELECT FROM pg_opclass WHERE opcname = 'gin_trgm_ops' AND pg_opclass_is_visible(oid)) AS "hasTrigrams",
      EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS "hasTrigramsElsewhere",
      EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') AS "offersTrigrams",
      r.rolsuper OR coalesce((SELECT bool_or(trusted) FROM pg_available_extension_versions WHERE name = 'pg_trgm'), false)
        AS "mayAddTrigrams",
      current_setting('azure.extensions', true) AS "azureExtensions",
      (SELECT quote_ident(pg_get_userbyid(relowner)) FROM pg_class
        WHERE oid = to_regclass('public._prisma_migrations') AND NOT pg_has_role(relowner, 'USAGE')) AS "otherOwner",
      (SELECT quote_ident(pg_get_userbyid(nspowner)) FROM pg_namespace
        WHERE nspname = 'bullmq' AND NOT pg_has_role(nspowner, 'USAGE')) AS "otherOwnerOfQueue"
    FROM pg_roles r WHERE r.rolname = current_user`);
  const [rights] = rows;
  if (!rights) throw new Error('The role of DATABASE_MIGRATION_URL is not in the catalogue.');
  return rights;
}
