import { expect, it } from 'vitest';
import type { Sql } from '#libs/database';
import { readHoldings } from '../../../libs/tenants/teams/team.repository.js';
import { teamId, useMillion } from './a-million.js';
import { nodesOf, rowsReadBy, sentBy, type PlanNode } from './plans.js';

const million = useMillion();

/** How many rows and entries of indexes a team's holdings are read from, and which tables from end to end. */
async function readFor(team: number) {
  const { text, values } = await sentBy((sql: Sql) => readHoldings(sql, teamId(team), 100));
  const { rows } = await million.client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
    values,
  );
  const nodes = nodesOf(rows[0]?.['QUERY PLAN'][0].Plan).filter(
    (node) => node['Relation Name'] ?? node['Index Name'],
  );
  return {
    fromEndToEnd: nodes.filter((node) => node['Node Type'].includes('Seq Scan')),
    rows: Math.round(nodes.reduce((sum, node) => sum + rowsReadBy(node), 0)),
  };
}

it.each([
  ['half of a million computes, and as many operations behind them', 1],
  ['ten thousand', 9],
  ['twenty', 50],
])('what a team holds is found by indexes, where it has %s', async (_, team) => {
  const { fromEndToEnd, rows } = await readFor(team);
  expect(fromEndToEnd).toEqual([]);
  // Four kinds, a thousand of each, with what each stands in.
  expect(rows).toBeLessThan(8_100);
  const held = await readHoldings(million.client, teamId(team), 100);
  expect(held.length).toBeGreaterThan(0);
});
