import type pg from 'pg';
import { appendAudit } from '#libs/audit';
import { transaction } from '#libs/database';
import { armaturePrincipalId } from '../own-principals.js';
import { newApiKey } from './api-key.js';

const name = 'development';

/**
 * A new key of the bot `development`, an admin of the whole platform, which comes with a team of that name; its older
 * keys are revoked. For systems that one launcher starts on one machine: nothing in production calls this.
 */
export const createDevelopmentKey = (pool: pg.Pool): Promise<string> =>
  transaction(pool, async (sql) => {
    await sql.query(`INSERT INTO team (id, name, cost_center, default_cost_tags)
      VALUES (uuidv7(), '${name}', 'dev-0001', '{"owner": "development", "environment": "development"}')
      ON CONFLICT DO NOTHING`);
    await sql.query(`WITH bot AS (
        INSERT INTO principal (kind, display_name)
        SELECT 'BOT', '${name}' WHERE NOT EXISTS (SELECT FROM principal WHERE kind = 'BOT' AND display_name = '${name}')
        RETURNING id)
      INSERT INTO role_assignment (principal_id, team_id, role) SELECT id, NULL, 'ADMIN' FROM bot`);
    await sql.query(
      `UPDATE api_key SET revoked_at = now() WHERE revoked_at IS NULL AND name = '${name}'`,
    );
    const key = newApiKey();
    const { rows } = await sql.query<{ id: string }>(
      `INSERT INTO api_key (principal_id, created_by_id, name, prefix, secret_hash)
        SELECT id, $3::uuid, '${name}', $1, $2 FROM principal WHERE kind = 'BOT' AND display_name = '${name}' LIMIT 1
        RETURNING id`,
      [key.prefix, key.secretHash, armaturePrincipalId],
    );
    await appendAudit(sql, {
      action: 'api_key.created',
      actorId: armaturePrincipalId,
      actorRoles: [],
      channel: 'system',
      requestId: 'launcher',
      targetId: rows[0]?.id ?? null,
      targetKind: 'ApiKey',
      targetName: key.prefix,
    });
    return key.secret;
  });
