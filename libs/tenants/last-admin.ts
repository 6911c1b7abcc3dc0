import { statement, type Sql } from '#libs/database';

const lockStatement = statement`
SELECT id FROM role_assignment WHERE team_id IS NULL AND role = 'ADMIN' AND principal_id IS NOT NULL
ORDER BY id FOR UPDATE`;

const countStatement = statement<{ principalId: string }, { own: number; others: number }>`
SELECT count(*) FILTER (WHERE p.id = ${'principalId'}::uuid)::integer AS own,
  count(*) FILTER (WHERE p.id <> ${'principalId'}::uuid)::integer AS others
FROM role_assignment a JOIN principal p ON p.id = a.principal_id
WHERE a.team_id IS NULL AND a.role = 'ADMIN' AND p.disabled_at IS NULL`;

/**
 * Whether the principal alone administers the platform by a role of its own. Groups and app roles do not count: nobody
 * here knows whether anyone has them. The roles of all such administrators are held until the transaction ends: of two who
 * are to lose theirs at once, the second is asked about what the first left.
 */
export async function isLastAdmin(sql: Sql, principalId: string): Promise<boolean> {
  await sql.query(lockStatement({}));
  // A statement of its own: the one that waited counts by what was there before it.
  const { rows } = await sql.query(countStatement({ principalId }));
  const { own = 0, others = 0 } = rows[0] ?? {};
  return own > 0 && others === 0;
}

/** What is said of the last one. */
export const lastAdminMessage = (displayName: string): string =>
  `${displayName} is the last administrator of the platform: give somebody else that role first.`;
