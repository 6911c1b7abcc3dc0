import { statement, type Sql } from '#libs/database';
import type { RoleGrant, VerbContext } from '#libs/verbs';

interface Asked {
  principalId: string;
  apiKeyId: string | null;
  grantIds: readonly string[];
}

const nowStatement = statement<Asked, { grants: readonly RoleGrant[] }>`
SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'teamId', a.team_id, 'role', a.role))
  FROM role_assignment a WHERE a.principal_id = p.id OR a.id = ANY (${'grantIds'}::uuid[])), '[]') AS grants
FROM principal p WHERE p.id = ${'principalId'}::uuid AND p.disabled_at IS NULL
  AND (${'apiKeyId'}::uuid IS NULL OR EXISTS (SELECT FROM api_key k WHERE k.id = ${'apiKeyId'}::uuid
    AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())))`;

/**
 * The context with the roles that whoever asks has at this moment, and not those of up to five seconds ago: for what
 * outlives these seconds. No roles are left where its key or itself counts no longer. App roles are its token's, which
 * was checked.
 */
export async function withRolesOfNow(sql: Sql, context: VerbContext): Promise<VerbContext> {
  const { principalId, apiKeyId = null, grants } = context.actor;
  const grantIds = grants.flatMap(({ id }) => id ?? []);
  const { rows } = await sql.query(nowStatement({ principalId, apiKeyId, grantIds }));
  const fromToken = grants.filter(({ id }) => id === undefined);
  const [now] = rows;
  return {
    ...context,
    actor: { ...context.actor, grants: now ? [...now.grants, ...fromToken] : [] },
  };
}
