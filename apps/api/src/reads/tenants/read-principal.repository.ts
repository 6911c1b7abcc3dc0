import { withPrisma, type Sql } from '#libs/database';
import type { PrincipalRow } from '../rows.js';

/** A principal whom the actor may see: itself, those who share a team with it, or anybody for platform-wide roles. */
export const readPrincipal = (
  sql: Sql,
  actorId: string,
  visible: 'all' | readonly string[],
  id: string,
): Promise<PrincipalRow | null> =>
  withPrisma(sql, ({ principal }) => {
    const sharesTeam = { roleAssignments: { some: { teamId: { in: [...visible] } } } };
    return principal.findFirst({
      where: visible === 'all' ? { id } : { id, OR: [{ id: actorId }, sharesTeam] },
      select: { id: true, kind: true, displayName: true },
    });
  });
