import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readOperations,
  type OperationQuery,
} from '../../../apps/api/src/reads/operations/read-operations.repository.js';
import type { Page } from '../../../apps/api/src/reads/pages/keyset.js';
import {
  readResources,
  type ResourceQuery,
} from '../../../apps/api/src/reads/resources/read-resources.repository.js';
import {
  readUnclaimed,
  type UnclaimedQuery,
} from '../../../apps/api/src/reads/unclaimed/read-unclaimed.repository.js';
import type { Query, Sql } from '#libs/database';
import {
  computeId,
  madeAt,
  useMillion,
  principalId,
  subscriptionOf,
  teamId,
  workspaceId,
} from './a-million.js';
import { nodesOf, rowsReadBy, sentBy, type PlanNode } from './plans.js';

const million = useMillion();

const kinds = ['COMPUTE_CLUSTER', 'COMPUTE_INSTANCE', 'KUBERNETES_COMPUTE'] as const;
const large = new Set(['resource', 'operation', 'cost_tag', 'listed_resource']);

/** Of three million in the three tables. */
const mostRows = 150_000;

/** How a page is read: which tables from end to end, and of how many rows and entries of indexes. */
async function planOf(read: (sql: Sql) => Promise<unknown>) {
  const { text, values } = await sentBy(read);
  const { rows } = await million.client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
    values,
  );
  const nodes = nodesOf(rows[0]?.['QUERY PLAN'][0].Plan);
  const reading = nodes.filter((node) => node['Relation Name'] ?? node['Index Name']);
  const whole = nodes.filter(({ 'Node Type': type }) => type.includes('Seq Scan'));
  return {
    fromEndToEnd: whole
      .flatMap((node) => node['Relation Name'] ?? [])
      .filter((name) => large.has(name)),
    rows: Math.round(reading.reduce((sum, node) => sum + rowsReadBy(node), 0)),
  };
}

const tag = (key: string, value: string | null, present = true) => ({ key, value, present });
const pick = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** Values of which some are rare and some are common. */
const ofComputes: Record<string, fc.Arbitrary<unknown>> = {
  teamIds: pick([teamId(1)], [teamId(50)], [teamId(3), teamId(50)]),
  parentIds: pick([workspaceId(1)], [workspaceId(3), workspaceId(77)]),
  provisioningStates: pick(['FAILED'], ['SUCCEEDED'], ['DELETING', 'FAILED'], ['CANCELED']),
  instanceStates: pick(['UNUSABLE'], ['RUNNING', 'STOPPED'], ['UNKNOWN']),
  costTags: pick(
    [tag('OWNER', 'owner-7')],
    [tag('owner', null)],
    [tag('owner', null, false)],
    [tag('project', 'project-1'), tag('owner', 'owner-9')],
    [tag('project', 'project-1', false)],
    [tag('nobody', null)],
  ),
  vmSizes: pick(['Standard_NC6'], ['STANDARD_D3_V2', 'standard_nc6'], ['none']),
  locations: pick(['UK South'], ['eastus'], ['westeurope', 'uksouth'], ['mars']),
  nameContains: pick('9999', '77', 'c', 'zzz'),
  nameStartsWith: pick('C12345', 'c1', 'C', 'x'),
  managed: pick(true, false),
  createdByIds: pick([principalId(4)], [principalId(5), principalId(6)]),
  createdFrom: pick(madeAt(999_000), madeAt(500_000)),
  createdTo: pick(madeAt(1_000), madeAt(500_000), madeAt(999_000)),
  changedFrom: pick(madeAt(999_000), madeAt(500_000)),
  changedTo: pick(madeAt(1_000), madeAt(999_500)),
  failedSince: pick(madeAt(999_000), madeAt(10)),
};

const ofOperations: Record<string, fc.Arbitrary<unknown>> = {
  teamIds: ofComputes['teamIds']!,
  statuses: pick(['FAILED'], ['SUCCEEDED'], ['CANCELED', 'RUNNING'], ['FAILED', 'CANCELED']),
  kinds: pick(['COMPUTE_CLUSTER_DELETE'], ['COMPUTE_CLUSTER_CREATE', 'COMPUTE_CLUSTER_DELETE']),
  targetIds: pick([computeId(77)], [computeId(5), computeId(999_999)]),
  targetNameContains: ofComputes['nameContains']!,
  targetNameStartsWith: ofComputes['nameStartsWith']!,
  requestedByIds: ofComputes['createdByIds']!,
  from: pick(madeAt(999_000), madeAt(500_000)),
  to: ofComputes['createdTo']!,
  completedFrom: pick(madeAt(999_000), madeAt(500_000)),
  completedTo: ofComputes['createdTo']!,
};

const ofListed: Record<string, fc.Arbitrary<unknown>> = {
  kinds: pick(['RESOURCE_GROUP'], ['WORKSPACE'], ['RESOURCE_GROUP', 'WORKSPACE']),
  subscriptionId: pick(subscriptionOf(1), subscriptionOf(77), subscriptionOf(999)),
  subscriptionIds: pick([subscriptionOf(1)], [subscriptionOf(5), subscriptionOf(6)]),
  locations: ofComputes['locations']!,
  nameContains: ofComputes['nameContains']!,
  nameStartsWith: ofComputes['nameStartsWith']!,
  foundFrom: pick(madeAt(299_000), madeAt(150_000)),
  foundTo: pick(madeAt(1_000), madeAt(150_000), madeAt(299_000)),
};

const ofSubscriptions: Record<string, fc.Arbitrary<unknown>> = {
  subscriptionIds: ofListed['subscriptionIds']!,
  teamIds: ofComputes['teamIds']!,
  provisioningStates: ofComputes['provisioningStates']!,
  locations: ofComputes['locations']!,
  nameContains: pick('s', '77', 'zzz'),
  nameStartsWith: pick('S', 's1', 'x'),
  createdFrom: ofComputes['createdFrom']!,
  changedFrom: pick(madeAt(999_000)),
};

const visible: fc.Arbitrary<'all' | string[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant('all' as const) },
  { weight: 2, arbitrary: pick([teamId(1)], [teamId(9)], [teamId(50)], [teamId(2), teamId(50)]) },
);

/** One to five fields. */
const some = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> =>
  fc
    .subarray(Object.keys(fields), { minLength: 1, maxLength: 5 })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, fields[name]!]))));

const byName: Page['order'] = { field: 'NAME', direction: 'ASC' };

const newestFirst: Page[] = [
  { first: 50 },
  { first: 50, after: { key: computeId(300_000) } },
  { last: 50 },
];
const named: Page[] = [
  { first: 50, order: byName },
  { first: 50, order: byName, after: { key: computeId(300_000), name: 'c5' } },
];

/** What has happened since a time is sought among the newest: elsewhere it leads through all that was made and ended before. */
const pageOf = (filter: object, others: readonly Page[]): fc.Arbitrary<Page> =>
  'changedFrom' in filter || 'completedFrom' in filter
    ? fc.constant({ first: 50 })
    : pick<Page>(...newestFirst, ...others);

/** As a filter is read: only instances are at anything. */
const computesBy = (query: Partial<ResourceQuery>): ResourceQuery => ({
  visible: 'all',
  kinds: query.instanceStates ? ['COMPUTE_INSTANCE'] : kinds,
  ...query,
});

const asked = (
  fields: Record<string, fc.Arbitrary<unknown>>,
  others: readonly Page[] = [],
): fc.Arbitrary<[object, Page]> =>
  some(fields).chain((filter) => fc.tuple(fc.constant(filter), pageOf(filter, others)));

async function expectIndexes(read: (sql: Sql) => Promise<unknown>): Promise<void> {
  const { fromEndToEnd, rows } = await planOf(read);
  expect(fromEndToEnd).toEqual([]);
  expect(rows).toBeLessThan(mostRows);
}

describe('among a million, a page is read by indexes', () => {
  it.each(Object.entries(ofComputes))('of computes by %s', async (field, values) => {
    const check = fc.asyncProperty(values, visible, async (value, who) => {
      const query = computesBy({ visible: who, [field]: value });
      await expectIndexes((sql) => readResources(sql, query, { first: 50 }));
    });
    await fc.assert(check, { seed: 1, numRuns: 5 });
  });

  it.each(Object.entries(ofOperations))('of operations by %s', async (field, values) => {
    const check = fc.asyncProperty(values, visible, async (value, who) => {
      const query: OperationQuery = { visible: who, [field]: value };
      await expectIndexes((sql) => readOperations(sql, query, { first: 50 }));
    });
    await fc.assert(check, { seed: 1, numRuns: 3 });
  });

  it.each(Object.entries(ofListed))('of what no team has by %s', async (field, values) => {
    const check = fc.asyncProperty(values, visible, async (value, who) => {
      const query: UnclaimedQuery = { visible: who, [field]: value };
      await expectIndexes((sql) => readUnclaimed(sql, query, { first: 50 }));
    });
    await fc.assert(check, { seed: 1, numRuns: 5 });
  });

  it.each(Object.entries(ofSubscriptions))('of subscriptions by %s', async (field, values) => {
    const check = fc.asyncProperty(values, visible, async (value, who) => {
      const query = { visible: who, kinds: ['AZURE_SUBSCRIPTION'] as const, [field]: value };
      await expectIndexes((sql) => readResources(sql, query, { first: 50 }));
    });
    await fc.assert(check, { seed: 1, numRuns: 3 });
  });

  it('of what no team has by any of it together', async () => {
    const others = named.map(({ after, ...page }) => ({
      ...page,
      ...(after && { after: { ...after, key: computeId(100_000) } }),
    }));
    const pages = pick<Page>(
      { first: 50 },
      { first: 50, after: { key: computeId(100_000) } },
      { last: 50 },
      ...others,
    );
    const check = fc.asyncProperty(some(ofListed), pages, visible, async (filter, page, who) => {
      await expectIndexes((sql) => readUnclaimed(sql, { visible: who, ...filter }, page));
    });
    await fc.assert(check, { seed: 7, numRuns: 80 });
  });

  it('of computes by any of it together', async () => {
    const check = fc.asyncProperty(
      asked(ofComputes, named),
      visible,
      async ([filter, page], who) => {
        const query = computesBy({ visible: who, ...filter });
        await expectIndexes((sql) => readResources(sql, query, page));
      },
    );
    await fc.assert(check, { seed: 7, numRuns: 120 });
  });

  it('of operations by any of it together', async () => {
    const check = fc.asyncProperty(asked(ofOperations), visible, async ([filter, page], who) => {
      await expectIndexes((sql) => readOperations(sql, { visible: who, ...filter }, page));
    });
    await fc.assert(check, { seed: 7, numRuns: 80 });
  });
});

describe('how many there are in all', () => {
  const countOf = async (query: Partial<ResourceQuery>) => {
    const page = await readResources(million.client, computesBy(query), { first: 1 });
    return page.count?.();
  };

  it('is counted up to 10,000', async () => {
    expect(await countOf({ visible: [teamId(50)] })).toEqual({ count: 20, precision: 'EXACT' });
    expect(await countOf({ visible: [] })).toEqual({ count: 0, precision: 'EXACT' });
  });

  it.each([
    ['everybody’s', {}, 1_000_000],
    ['a large team’s', { visible: [teamId(1)] }, 500_000],
    ['a region’s', { locations: ['West Europe'] }, 400_000],
    ['what begins so', { nameStartsWith: 'c1' }, 111_111],
  ])('is about right beyond: %s', async (_, query, about) => {
    const found = await countOf(query);
    expect(found?.precision).toBe('ESTIMATE');
    expect(found?.count).toBeGreaterThan(about * 0.8);
    expect(found?.count).toBeLessThan(about * 1.25);
  });

  it('reads no more than that', async () => {
    const sent: Query<object>[] = [];
    const sql = {
      query: (one: Query<object>) => (sent.push(one), million.client.query(one)),
    } as unknown as Sql;
    const page = await readResources(sql, computesBy({ visible: [teamId(1)] }), { first: 1 });
    await page.count?.();
    const [, counting] = sent;
    // Half of all are the team's: to go through the table until there are enough does.
    const { rows } = await planOf(async (planned) => planned.query(counting!));
    expect(rows).toBeLessThan(25_000);
  });
});
