import { withPrisma, type Sql } from '#libs/database';

export interface TeamRow {
  id: string;
  name: string;
  costCenter: string;
}

/** Teams by id, or all, newest first. */
export const readTeams = (
  sql: Sql,
  ids: 'all' | readonly string[],
  limit = 100,
  after?: string,
): Promise<TeamRow[]> =>
  withPrisma(sql, ({ team }) =>
    team.findMany({
      where: {
        AND: [
          ids === 'all' ? {} : { id: { in: [...ids] } },
          after === undefined ? {} : { id: { lt: after } },
        ],
      },
      orderBy: { id: 'desc' },
      take: limit,
      select: { id: true, name: true, costCenter: true },
    }),
  );
