import type { Query, Sql } from '#libs/database';

/** What EXPLAIN (ANALYZE, FORMAT JSON) tells of a step. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

/** The statement that a read sends. */
export async function sentBy(read: (sql: Sql) => Promise<unknown>): Promise<Query<object>> {
  const sent: Query<object>[] = [];
  const sql = { query: async (one: Query<object>) => (sent.push(one), { rows: [], rowCount: 0 }) };
  await read(sql as unknown as Sql);
  const [statement] = sent;
  if (!statement || sent.length !== 1) throw new Error(`${sent.length} statements`);
  return statement;
}

export const nodesOf = (node: PlanNode | undefined): PlanNode[] =>
  node ? [node, ...(node.Plans ?? []).flatMap(nodesOf)] : [];

/** Rows of a table, or entries of an index, that a step looked at. */
export const rowsReadBy = (node: PlanNode): number =>
  (node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0)) *
  node['Actual Loops'];
