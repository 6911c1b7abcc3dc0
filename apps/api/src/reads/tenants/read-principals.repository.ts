import { withPrisma, type Sql } from '#libs/database';
import type { PrincipalRow } from '../rows.js';

/** Those of these principals whom the actor may see: itself, who shares a team with it, or all for platform-wide roles. */
export const readPrincipals = (
  sql: Sql,
  actorId: string,
  visible: 'all' | readonly string[],
  ids: readonly string[],
): Promise<PrincipalRow[]> =>
  withPrisma(sql, ({ principal }) => {
    const sharesTeam = { roleAssignments: { some: { teamId: { in: [...visible] } } } };
    const among = { id: { in: [...ids] } };
    return principal.findMany({
      where: visible === 'all' ? among : { ...among, OR: [{ id: actorId }, sharesTeam] },
      select: { id: true, kind: true, displayName: true },
    });
  });
