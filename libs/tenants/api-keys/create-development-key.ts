import type pg from 'pg';
import { appendAudit } from '#libs/audit';
import { raw, statement, transaction } from '#libs/database';
import { armaturePrincipalId } from '../own-principals.js';
import { newApiKey } from './api-key.js';

const name = 'development';
const quoted = raw(`'${name}'`);

const teamStatement = statement`
INSERT INTO team (id, name, cost_center, default_cost_tags)
VALUES (uuidv7(), ${quoted}, 'dev-0001', '{"owner": "development", "environment": "development"}')
ON CONFLICT DO NOTHING`;

const botStatement = statement<{ createdById: string }>`
WITH bot AS (
  INSERT INTO principal (kind, display_name)
  SELECT 'BOT', ${quoted} WHERE NOT EXISTS (SELECT FROM principal WHERE kind = 'BOT' AND display_name = ${quoted})
  RETURNING id)
INSERT INTO role_assignment (principal_id, team_id, role, created_by_id)
SELECT id, NULL, 'ADMIN', ${'createdById'}::uuid FROM bot`;

const revokeStatement = statement`
UPDATE api_key SET revoked_at = now() WHERE revoked_at IS NULL AND name = ${quoted}`;

const keyStatement = statement<
  { prefix: string; secretHash: string; createdById: string },
  { id: string }
>`
INSERT INTO api_key (principal_id, created_by_id, name, prefix, secret_hash)
SELECT id, ${'createdById'}::uuid, ${quoted}, ${'prefix'}, ${'secretHash'}
FROM principal WHERE kind = 'BOT' AND display_name = ${quoted} LIMIT 1
RETURNING id`;

/**
 * A new key of the bot `development`, an admin of the whole platform, which comes with a team of that name; its older
 * keys are revoked. For systems that one launcher starts on one machine: nothing in production calls this.
 */
export const createDevelopmentKey = (pool: pg.Pool): Promise<string> =>
  transaction(pool, async (sql) => {
    const createdById = armaturePrincipalId;
    for (const done of [teamStatement({}), botStatement({ createdById }), revokeStatement({})])
      await sql.query(done);
    const { secret, ...key } = newApiKey();
    const { rows } = await sql.query(keyStatement({ ...key, createdById }));
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
    return secret;
  });
