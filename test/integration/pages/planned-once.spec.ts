import { describe, expect, it } from 'vitest';
import { readOperations } from '../../../apps/api/src/reads/operations/read-operations.repository.js';
import {
  readResources,
  type ResourceQuery,
} from '../../../apps/api/src/reads/resources/read-resources.repository.js';
import type { Page } from '../../../apps/api/src/reads/pages/keyset.js';
import { wholeOperation } from '../../../apps/api/src/reads/pages/shown.js';
import { withClient } from '../../../apps/launcher/src/postgres/prepare-database.js';
import type { Query, Sql } from '#libs/database';
import { computeId, useMillion, teamId } from './a-million.js';
import { nodesOf, rowsReadBy, sentBy, type PlanNode } from './plans.js';

const million = useMillion();

const kinds = ['COMPUTE_CLUSTER', 'COMPUTE_INSTANCE', 'KUBERNETES_COMPUTE'] as const;
const shown = {
  columns: new Set(['provisioningState', 'observed', 'desired'] as const),
  team: false,
  createdBy: false,
  costTags: true,
  made: false,
  parent: false,
  underWay: false,
  operations: { ...wholeOperation, count: 1 },
};

const computes =
  (query: Partial<ResourceQuery>, page: Page = { first: 50 }) =>
  (sql: Sql) =>
    readResources(sql, { visible: 'all', kinds, show: shown, ...query }, page);

/** The indexes by which a table was read, and how many of its rows, by the one plan that does for all values. */
async function readBy({ text, values }: Query<object>, table: string) {
  const given = values.map((value) =>
    Array.isArray(value) ? `'{${value.join()}}'` : `'${String(value)}'`,
  );
  const { rows } = await withClient(million.database.adminUrl, async (session) => {
    await session.query('SET plan_cache_mode = force_generic_plan');
    await session.query(`PREPARE page AS ${text}`);
    return session.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE page (${given.join()})`,
    );
  });
  const nodes = nodesOf(rows[0]?.['QUERY PLAN'][0].Plan).filter(
    (node) => node['Relation Name'] === table && node['Actual Loops'] > 0,
  );
  return {
    by: [...new Set(nodes.map((node) => node['Index Name'] ?? node['Node Type']))].sort(),
    rows: Math.round(nodes.reduce((sum, node) => sum + rowsReadBy(node), 0)),
  };
}

const teams = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => teamId(from + index));
const many = teams(1, 49);
const middle = computeId(500_000);
/** By which those of a team are found, and by which what is shown of them. */
const ofTeam = ['resource_of_team', 'resource_pkey'];

/** Who asks for which page; by which indexes it is read, and of how many rows at most. */
const asked: [string, Partial<ResourceQuery>, Page, string[], number][] = [
  ['everybody’s', {}, { first: 50 }, ['resource_pkey'], 51],
  [
    'everybody’s, one kind',
    { kinds: ['KUBERNETES_COMPUTE'] },
    { first: 50 },
    ['resource_kind_id_idx'],
    51,
  ],
  ['a large team’s', { visible: [teamId(1)] }, { first: 50 }, ofTeam, 153 + 51],
  ['a middling team’s', { visible: [teamId(9)] }, { first: 50 }, ofTeam, 153 + 51],
  ['a small team’s', { visible: [teamId(50)] }, { first: 50 }, ofTeam, 20 + 20],
  ['a small team’s, from the end', { visible: [teamId(50)] }, { last: 50 }, ofTeam, 20 + 20],
  [
    'a large team’s, from the middle',
    { visible: [teamId(1)] },
    { first: 50, after: { key: middle } },
    ofTeam,
    153 + 51,
  ],
  [
    'that of many teams, who have most of it',
    { visible: many },
    { first: 50 },
    ['resource_pkey'],
    51 + 51,
  ],
  [
    'that of many teams, from the middle on backwards',
    { visible: many },
    { last: 50, before: { key: middle } },
    ['resource_pkey'],
    52 + 51,
  ],
  [
    'that of thirty teams, who have three in ten',
    { visible: teams(2, 31) },
    { first: 50 },
    ['resource_pkey'],
    250 + 51,
  ],
  [
    'that of five teams, who have one in twenty-five',
    { visible: [...teams(2, 5), teamId(50)] },
    { first: 50 },
    ofTeam,
    1_000 + 4 * 153 + 20 + 51,
  ],
  [
    'that of thirty teams, one of the rarer kinds',
    { visible: teams(2, 31), kinds: ['KUBERNETES_COMPUTE'] },
    { first: 50 },
    ofTeam,
    1_000 + 30 * 51 + 51,
  ],
  ['a team’s, for the administrator', { teamId: teamId(50) }, { first: 50 }, ofTeam, 20 + 20],
  ['nobody’s', { visible: [] }, { first: 50 }, [], 0],
];

describe('a page out of a million computes', () => {
  it.each(asked)(
    '%s is read by an index, and no more of it than it has',
    async (_, query, page, indexes, most) => {
      const found = await readBy(await sentBy(computes(query, page)), 'resource');
      expect(found.by).toEqual(indexes);
      expect(found.rows).toBeLessThanOrEqual(most);
    },
  );

  it('of tags and latest operations no more is read than is shown', async () => {
    const statement = await sentBy(computes({ visible: [teamId(1)] }));
    expect(await readBy(statement, 'operation')).toEqual({
      by: ['operation_target_id_id_idx'],
      rows: 51,
    });
    const { by, rows } = await readBy(statement, 'cost_tag');
    expect(by).toEqual(['cost_tag_pkey']);
    // Some have two, and few have none.
    expect(rows).toBeLessThan(60);
  });

  it.each([
    ['a team', [teamId(9)], ['operation_pkey', 'operation_team_id_id_idx'], 51 + 51],
    ['many teams', many, ['operation_pkey'], 51 + 51],
  ])(
    'the operations of %s are read by an index, and no more of them than a page has',
    async (_, visible, indexes, most) => {
      const read = (sql: Sql) => readOperations(sql, { visible }, { first: 50 });
      const found = await readBy(await sentBy(read), 'operation');
      expect(found.by).toEqual(indexes);
      expect(found.rows).toBeLessThanOrEqual(most);
    },
  );
});

/** What a read sends once it was asked for before: only then it has a name. */
async function sentOften(read: (sql: Sql) => Promise<unknown>): Promise<Query<object>> {
  for (let time = 0; time < 2; time++) await sentBy(read);
  return sentBy(read);
}

describe('what is planned', () => {
  it('has one text, and so one name, whoever asks and for whatever team', async () => {
    const of = (query: Partial<ResourceQuery>) => sentOften(computes(query));
    const member = await of({ visible: [teamId(1)] });
    expect(member.name).toMatch(/^armature_/);
    for (const query of [
      { visible: many },
      { visible: [] },
      { visible: many, teamId: teamId(3) },
      { teamId: teamId(3) },
    ])
      expect(await of(query)).toMatchObject({ name: member.name, text: member.text });
  });

  it('has few texts for all sizes of pages, and as many rows as were asked for', async () => {
    const sizes = Array.from({ length: 100 }, (_, index) => index + 1);
    const sent = sizes.map((first) => sentOften(computes({ visible: [teamId(1)] }, { first })));
    const names = new Set((await Promise.all(sent)).map(({ name }) => name));
    expect(names).not.toContain('');
    expect(names.size).toBeLessThan(12);
    for (const first of [1, 3, 50, 99]) {
      const page = await computes({ visible: [teamId(1)] }, { first })(million.client);
      expect([page.rows.length, page.hasNextPage]).toEqual([first, true]);
    }
    const all = await computes({ visible: [teamId(50)] }, { first: 20 })(million.client);
    expect([all.rows.length, all.hasNextPage]).toEqual([20, false]);
  });

  it.each([
    ['a member of one team', { visible: [teamId(50)] }, {}],
    ['a member of many', { visible: many }, {}],
    ['the administrator', {}, {}],
    ['who pages on', { visible: [teamId(2)] }, { after: { key: middle } }],
    ['who asks for single ones', { visible: [teamId(2)], ids: [middle] }, {}],
  ])('is planned once for each connection, also for %s', async (_, query, bounds) => {
    const read = computes(query, { first: 49, ...bounds });
    const { name } = await sentOften(read);
    for (let time = 0; time < 7; time++) await read(million.client);
    const { rows } = await million.client.query<{ once: string; anew: string }>(
      'SELECT generic_plans AS once, custom_plans AS anew FROM pg_prepared_statements WHERE name = $1',
      [name],
    );
    expect(rows.map(({ once, anew }) => [Number(once) > 0, Number(anew) <= 5])).toEqual([
      [true, true],
    ]);
  });
});

describe('whoever asks', () => {
  const named = async (query: Partial<ResourceQuery>, page: Page) =>
    (await computes(query, page)(million.client)).rows.map(({ id }) => id);
  const numbers = (many: number[]): string[] => many.map(computeId);

  it('gets the newest of all of their teams in one order, and those of no other', async () => {
    // Team 50 has every 50,000th and 7 more, team 3 each 48th and 1 more of the odd ones.
    const both = { visible: [teamId(50), teamId(3)] };
    const of = (n: number): boolean => n % 50_000 === 7 || (n % 2 === 1 && n % 48 === 1);
    const expected = Array.from({ length: 1_000_000 }, (_, index) => 1_000_000 - index).filter(of);
    expect(await named(both, { first: 100 })).toEqual(numbers(expected.slice(0, 100)));
    expect(await named(both, { last: 3 })).toEqual(numbers(expected.slice(-3)));
    const after = computeId(50_008);
    expect(await named(both, { first: 2, after: { key: after } })).toEqual(
      numbers(expected.filter((n) => n < 50_008).slice(0, 2)),
    );
  });

  it('gets nothing of a team that is not theirs, also when they ask for it', async () => {
    expect(await named({ visible: [teamId(3)], teamId: teamId(50) }, { first: 5 })).toEqual([]);
    expect(await named({ visible: [] }, { first: 5 })).toEqual([]);
  });
});
