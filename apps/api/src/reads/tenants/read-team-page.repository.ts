import type { Sql } from '#libs/database';
import type { TeamRow } from '#libs/tenants';
import { Conditions, hidden } from '../pages/conditions.js';
import { keyset, type Page, type PageOf } from '../pages/keyset.js';
import { addNamed } from '../pages/name-patterns.js';

export interface TeamQuery {
  visible: 'all' | readonly string[];
  nameContains?: string;
  nameStartsWith?: string;
  costCenters?: readonly string[];
  createdFrom?: Date;
  createdTo?: Date;
}

/** Teams the actor may see, newest first; none that are deleted. */
export async function readTeamPage(
  sql: Sql,
  query: TeamQuery,
  page: Page,
): Promise<PageOf<TeamRow>> {
  const { where, values, add } = new Conditions();
  where.push('t.deleted_at IS NULL');
  if (query.visible !== 'all') add(query.visible, (p) => `t.id = ANY (${hidden(p, 'uuid[]')})`);
  addNamed({ add }, 't.name', query.nameContains, query.nameStartsWith);
  add(query.costCenters, (p) => `t.cost_center = ANY (${hidden(p, 'text[]')})`);
  add(query.createdFrom, (p) => `t.created_at >= ${hidden(p, 'timestamptz')}`);
  add(query.createdTo, (p) => `t.created_at < ${hidden(p, 'timestamptz')}`);
  return keyset<TeamRow>(sql, page, {
    columns: 't.id, t.name, t.cost_center AS "costCenter"',
    from: 'team t',
    key: 't.id',
    name: 't.name',
    cast: 'uuid',
    where,
    values,
    planOnce: true,
  });
}
