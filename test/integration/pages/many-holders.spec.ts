import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readResources } from '../../../apps/api/src/reads/resources/read-resources.repository.js';
import type { Page } from '../../../apps/api/src/reads/pages/keyset.js';
import type { Order } from '../../../apps/api/src/reads/pages/order.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const kinds = ['COMPUTE_CLUSTER', 'COMPUTE_INSTANCE', 'KUBERNETES_COMPUTE'] as const;
const teams = 12;
const computes = 1_500;
/** A fifth are of the first team, and ever fewer of each that follows; the newest are of the first half alone. */
const teamOf = (number: number): number => {
  const chance = (number * 7_919) % 1_009;
  const team = Math.min(teams, 1 + Math.floor(-Math.log(1 - chance / 1_009) * 4.5));
  return number > computes - 300 ? 1 + (team % 6) : team;
};
const kindOf = (number: number) => kinds[number % 40 === 0 ? 2 : number % 7 === 0 ? 1 : 0];
const isGone = (number: number): boolean => number % 11 === 0;
const parentOf = (number: number): number => 1 + (number % 9);
const id = (what: string, number: number): string =>
  `01900000-0000-7000-8${what}00-${String(number).padStart(12, '0')}`;
const team = (number: number): string => id('1', number);
const workspace = (number: number): string => id('2', number);
const compute = (number: number): string => id('3', number);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const rows = numbered(computes);
  const insert = `INSERT INTO resource (id, kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
    provisioning_state, raw_provisioning_state, desired, gone_at)`;
  await database.pool.query(
    `INSERT INTO team (id, name, cost_center) SELECT id, 't' || id, 'c' FROM unnest($1::uuid[]) id`,
    [numbered(teams).map(team)],
  );
  await database.pool.query(
    `${insert} SELECT id, 'WORKSPACE', $2, NULL, 'w', id, id, 's', 'eastus', 'SUCCEEDED', '', '{}', NULL FROM unnest($1::uuid[]) id`,
    [numbered(9).map(workspace), team(1)],
  );
  await database.pool.query(
    `${insert} SELECT id, kind, team, parent, 'c', id, id, 's', 'eastus', 'SUCCEEDED', '', '{}', CASE WHEN gone THEN now() END
    FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::boolean[]) AS c (id, kind, team, parent, gone)`,
    [
      rows.map(compute),
      rows.map(kindOf),
      rows.map((number) => team(teamOf(number))),
      rows.map((number) => workspace(parentOf(number))),
      rows.map(isGone),
    ],
  );
});
afterAll(() => database.drop());

interface Asked {
  teams: number[];
  parents: number[] | null;
  kinds: (typeof kinds)[number][];
  size: number;
  end: 'first' | 'last';
  after: number | null;
  before: number | null;
  direction: Order['direction'];
}

const place = fc.option(fc.integer({ min: 1, max: computes }), { freq: 2 });
const asked: fc.Arbitrary<Asked> = fc.record({
  teams: fc.subarray(Array.from({ length: teams }, (_, index) => index + 1)),
  parents: fc.option(fc.subarray([1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 1 }), { freq: 1 }),
  kinds: fc.subarray([...kinds], { minLength: 1 }),
  size: fc.constantFrom(1, 3, 20, 50, 100),
  end: fc.constantFrom('first', 'last'),
  after: place,
  before: place,
  direction: fc.constantFrom('ASC', 'DESC'),
});

/** The numbers of what the page holds, by going through all there is. */
function expected(one: Asked): { numbers: number[]; more: boolean } {
  const forwards = one.direction === 'ASC' ? 1 : -1;
  const all = Array.from({ length: computes }, (_, index) => index + 1)
    .filter((number) => !isGone(number) && one.kinds.includes(kindOf(number)))
    .filter((number) => one.teams.includes(teamOf(number)))
    .filter((number) => one.parents?.includes(parentOf(number)) ?? true)
    .filter((number) => one.after === null || (number - one.after) * forwards > 0)
    .filter((number) => one.before === null || (number - one.before) * forwards < 0)
    .toSorted((a, b) => (a - b) * forwards);
  const numbers = one.end === 'first' ? all.slice(0, one.size) : all.slice(-one.size);
  return { numbers, more: all.length > one.size };
}

it('a page is of the teams and what holds it, however many they are, as if all there is were gone through', async () => {
  const property = fc.asyncProperty(asked, async (one) => {
    const page: Page = {
      [one.end]: one.size,
      order: { field: 'CREATED_AT', direction: one.direction },
      ...(one.after !== null && { after: { key: compute(one.after) } }),
      ...(one.before !== null && { before: { key: compute(one.before) } }),
    };
    const query = {
      visible: one.teams.map(team),
      kinds: one.kinds,
      ...(one.parents && { parentIds: one.parents.map(workspace) }),
    };
    const read = await readResources(database.pool, query, page);
    const { numbers, more } = expected(one);
    expect(read.rows.map(({ id }) => id)).toEqual(numbers.map(compute));
    expect(one.end === 'first' ? read.hasNextPage : read.hasPreviousPage).toBe(more);
  });
  await fc.assert(property, { numRuns: 300, seed: 20_261_129 });
}, 60_000);
