import { fragment } from '#libs/database';

/** SQL for whether the key `k` works, its principal's own state aside. */
export const isOpen = fragment`k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())`;

/** SQL for what the principal `p` may do. */
export const grants = fragment`coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'teamId', a.team_id, 'role', a.role))
  FROM role_assignment a WHERE a.principal_id = p.id), '[]') AS grants`;
