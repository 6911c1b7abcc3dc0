import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageOf } from '../../../apps/api/src/reads/pages/keyset.js';
import { toCursor } from '../../../apps/api/src/reads/pages/list.js';
import { orderIn, type Order } from '../../../apps/api/src/reads/pages/order.js';
import type { ReadDeps } from '../../../apps/api/src/reads/read-deps.js';
import type { OperationRow, ResourceRow } from '../../../apps/api/src/reads/rows.js';
import { computes, operations } from '../../../apps/api/src/reads/verbs.js';
import { globalId, performRead, type Actor, type AnyRead } from '#libs/verbs';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

interface Compute {
  id: string;
  kind: 'COMPUTE_CLUSTER' | 'COMPUTE_INSTANCE' | 'KUBERNETES_COMPUTE';
  name: string;
  teamId: string;
  parentId: string;
  createdById: string;
  location: string;
  provisioningState: string;
  state: string | null;
  vmSize: string;
  managed: boolean;
  createdAt: Date;
  changedAt: Date;
  tags: Record<string, string>;
  /** Of its operation, which ended then. */
  status: 'SUCCEEDED' | 'FAILED' | 'CANCELED';
  completedAt: Date;
}

let database: TestDatabase;
let teams: string[];
let workspaces: string[];
let people: string[];
let all: Compute[];
const now = new Date();
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const of = <T>(values: readonly T[], at: number): T => values[at % values.length] as T;

beforeAll(async () => {
  database = await createTestDatabase();
  teams = await idsOf(
    `INSERT INTO team (name, cost_center) SELECT 't' || n, 'c' FROM generate_series(1, 3) n RETURNING id`,
  );
  people = await idsOf(
    `INSERT INTO principal (kind, display_name) SELECT 'BOT', 'b' || n FROM generate_series(1, 3) n RETURNING id`,
  );
  workspaces = await Promise.all(teams.map(givenWorkspace));
  all = [];
  for (let number = 0; number < 60; number++) all.push(await givenCompute(number));
});
afterAll(() => database.drop());

const idsOf = async (text: string, values: unknown[] = []): Promise<string[]> =>
  (await database.pool.query<{ id: string }>(text, values)).rows.map(({ id }) => id);

const givenWorkspace = async (teamId: string): Promise<string> =>
  (
    await idsOf(
      `INSERT INTO resource (kind, team_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
        raw_provisioning_state, desired)
      VALUES ('WORKSPACE', $1, 'w', $1::uuid, $1::uuid, 's', 'eastus', 'SUCCEEDED', '', '{}') RETURNING id`,
      [teamId],
    )
  )[0]!;

/** Made an hour after the one before, each unlike the others in another way. */
async function givenCompute(number: number): Promise<Compute> {
  const hours = 60 - number;
  const compute: Omit<Compute, 'id'> = {
    kind: of(['COMPUTE_CLUSTER', 'COMPUTE_INSTANCE', 'KUBERNETES_COMPUTE'], number),
    name: `${of(['gpu', 'GPU_', 'Cpu%', 'épée'], number * 7)}-${number % 9}`,
    teamId: of(teams, number),
    parentId: of(workspaces, number),
    createdById: of(people, (number * 5) >> 1),
    location: of(['eastus', 'East US', 'westeurope'], number >> 1),
    provisioningState: of(['SUCCEEDED', 'FAILED', 'UPDATING'], number >> 2),
    state: number % 3 === 1 ? of(['RUNNING', 'STOPPED', null, 'SOMETHING_NEW'], number >> 1) : null,
    vmSize: of(['STANDARD_D3_V2', 'Standard_NC6'], number >> 3),
    managed: number % 4 > 0,
    createdAt: hoursAgo(hours),
    changedAt: hoursAgo((hours * (number % 5)) / 5),
    tags: {
      ...(number % 2 && { Owner: of(['ada', 'bob'], number >> 2) }),
      ...(number % 3 && { env: 'test' }),
    },
    status: of(['SUCCEEDED', 'FAILED', 'CANCELED'], number >> 1),
    completedAt: hoursAgo(hours - 1),
  };
  const arm = `/${number}`;
  const [id = ''] = await idsOf(
    `INSERT INTO resource (id, kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
      raw_provisioning_state, desired, observed, created_by_id, managed, created_at, changed_at)
    VALUES (uuidv7($1::interval), $2, $3, $4, $5, $6, $6, 's', $7, $8::"ProvisioningState", '', $9, $10, $11, $12, $13, $14) RETURNING id`,
    [
      `-${hours} hours`,
      compute.kind,
      compute.teamId,
      compute.parentId,
      compute.name,
      arm,
      compute.location,
      compute.provisioningState,
      { vmSize: compute.vmSize },
      compute.state && { state: compute.state },
      compute.createdById,
      compute.managed,
      compute.createdAt,
      compute.changedAt,
    ],
  );
  for (const [key, value] of Object.entries(compute.tags))
    await database.pool.query(`INSERT INTO cost_tag VALUES ($1, $2, $3, 'REQUEST')`, [
      id,
      key,
      value,
    ]);
  await database.pool.query(
    `INSERT INTO operation (id, kind, status, target_id, target_name, team_id, requested_by_id, channel, request_id, created_at, completed_at)
    VALUES (uuidv7($1::interval), $2, $3::"OperationStatus", $4, $5, $6, $7, 'graphql', 'r', $8, $9)`,
    [
      `-${hours} hours`,
      `${compute.kind}_CREATE`,
      compute.status,
      id,
      compute.name,
      compute.teamId,
      compute.createdById,
      compute.createdAt,
      compute.completedAt,
    ],
  );
  return { id, ...compute };
}

type Holds = (value: never) => (compute: Compute) => boolean;
const small = (text: string): string => text.toLowerCase();
const region = (name: string): string => small(name).replaceAll(' ', '');
const stateOf = ({ state }: Compute): string =>
  state === 'RUNNING' || state === 'STOPPED' ? state : 'UNKNOWN';
const rowIdOf = (id: string): string => Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';
const carries = (
  { tags }: Compute,
  { key, value }: { key: string; value?: string | null },
): boolean =>
  Object.entries(tags).some(
    ([name, held]) => small(name) === small(key) && (value ?? held) === held,
  );

/** What the fields of a filter mean, in memory. */
const meaning: Record<string, Holds> = {
  type: (kind: string) => (one) => one.kind === kind,
  types: (kinds: string[]) => (one) => kinds.includes(one.kind),
  teamIds: (ids: string[]) => (one) => ids.map(rowIdOf).includes(one.teamId),
  workspaceIds: (ids: string[]) => (one) => ids.map(rowIdOf).includes(one.parentId),
  createdByIds: (ids: string[]) => (one) => ids.map(rowIdOf).includes(one.createdById),
  provisioningStates: (states: string[]) => (one) => states.includes(one.provisioningState),
  instanceStates: (states: string[]) => (one) =>
    one.kind === 'COMPUTE_INSTANCE' && states.includes(stateOf(one)),
  vmSizes: (sizes: string[]) => (one) => sizes.map(small).includes(small(one.vmSize)),
  locations: (names: string[]) => (one) => names.map(region).includes(region(one.location)),
  nameContains: (text: string) => (one) => small(one.name).includes(small(text)),
  nameStartsWith: (text: string) => (one) => small(one.name).startsWith(small(text)),
  managed: (managed: boolean) => (one) => one.managed === managed,
  costTags: (tags: { key: string; value?: string | null; present?: boolean | null }[]) => (one) =>
    tags.every((tag) => carries(one, tag) === (tag.present ?? true)),
  createdFrom: (from: Date) => (one) => one.createdAt >= from,
  createdTo: (to: Date) => (one) => one.createdAt < to,
  changedFrom: (from: Date) => (one) => one.changedAt >= from,
  changedTo: (to: Date) => (one) => one.changedAt < to,
  failedSince: (since: Date) => (one) => one.status === 'FAILED' && one.completedAt >= since,
};
const ofOperations: Record<string, Holds> = {
  statuses: (statuses: string[]) => (one) => statuses.includes(one.status),
  kinds: (kinds: string[]) => (one) => kinds.includes(`${one.kind}_CREATE`),
  teamIds: meaning['teamIds']!,
  targetIds: (ids: string[]) => (one) => ids.map(rowIdOf).includes(one.id),
  requestedByIds: meaning['createdByIds']!,
  targetNameContains: meaning['nameContains']!,
  targetNameStartsWith: meaning['nameStartsWith']!,
  from: meaning['createdFrom']!,
  to: meaning['createdTo']!,
  completedFrom: (from: Date) => (one) => one.completedAt >= from,
  completedTo: (to: Date) => (one) => one.completedAt < to,
};

const several = <T>(...values: T[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
const time = fc.integer({ min: -1, max: 61 }).map(hoursAgo);
const name = fc.constantFrom('', 'gpu', 'GPU_', '%', 'PÉE', 'cpu%-', '-3', 'x', '\\');
const kind = fc.constantFrom('COMPUTE_CLUSTER', 'COMPUTE_INSTANCE', 'KUBERNETES_COMPUTE');
const tag = fc.record(
  {
    key: fc.constantFrom('owner', 'OWNER', 'Env', 'none'),
    value: fc.constantFrom('ada', 'test', null),
    present: fc.constantFrom(true, false, null),
  },
  { requiredKeys: ['key'] },
);
const ids = (type: string, rows: string[]) => several(...rows.map((id) => globalId(type, id)));

/** Values for the fields; `null` is the same as nothing. */
const valuesOf = (): Record<string, fc.Arbitrary<unknown>> => ({
  type: kind,
  types: fc.uniqueArray(kind, { minLength: 1 }),
  teamIds: ids('Team', teams),
  workspaceIds: ids('Workspace', workspaces),
  createdByIds: ids('Principal', people),
  requestedByIds: ids('Principal', people),
  targetIds: ids(
    'ComputeCluster',
    all.slice(0, 9).map(({ id }) => id),
  ),
  provisioningStates: several('SUCCEEDED', 'FAILED', 'DELETING'),
  statuses: several('SUCCEEDED', 'FAILED', 'RUNNING'),
  kinds: several('COMPUTE_CLUSTER_CREATE', 'COMPUTE_INSTANCE_CREATE', 'WORKSPACE_DELETE'),
  instanceStates: several('RUNNING', 'STOPPED', 'UNKNOWN', 'UNUSABLE'),
  vmSizes: several('standard_NC6', 'STANDARD_D3_V2', 'none'),
  locations: several('East US', 'WestEurope', 'mars'),
  managed: fc.boolean(),
  costTags: fc.array(tag, { minLength: 1, maxLength: 2 }),
  ...Object.fromEntries(
    ['nameContains', 'nameStartsWith', 'targetNameContains', 'targetNameStartsWith'].map(
      (field) => [field, name],
    ),
  ),
  ...Object.fromEntries(
    [
      'createdFrom',
      'createdTo',
      'changedFrom',
      'changedTo',
      'failedSince',
      'from',
      'to',
      'completedFrom',
      'completedTo',
    ].map((field) => [field, time]),
  ),
});

const filterOf = (fields: Record<string, Holds>): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .subarray(Object.keys(fields), { maxLength: 4 })
    .chain((names) =>
      fc.record(
        Object.fromEntries(
          names.map((field) => [field, fc.option(valuesOf()[field]!, { freq: 12 })]),
        ),
      ),
    );

const actors = (): fc.Arbitrary<Actor> =>
  fc.constantFrom(null, [], ...teams.map((id) => [id])).map((grants) => ({
    principalId: people[0]!,
    kind: 'BOT',
    displayName: 'b',
    grants:
      grants === null
        ? [{ teamId: null, role: 'VIEWER' }]
        : grants.map((teamId) => ({ teamId, role: 'VIEWER' as const })),
  }));
const sees = ({ grants }: Actor, { teamId }: Compute): boolean =>
  grants.some((grant) => grant.teamId === null || grant.teamId === teamId);

async function ask<R>(read: AnyRead<ReadDeps>, actor: Actor, input: object): Promise<PageOf<R>> {
  const context = { actor, requestId: 'r', channel: 'rest' as const };
  const deps = { pool: database.pool } as unknown as ReadDeps;
  const done = await performRead(read, deps, context, input, undefined, async () => new Map());
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return done.value as PageOf<R>;
}

type OrderBy = Parameters<typeof orderIn>[0];

const orders: fc.Arbitrary<OrderBy> = fc.oneof(
  fc.constant(null),
  fc.record({
    field: fc.constantFrom('NAME', 'CREATED_AT'),
    direction: fc.constantFrom('ASC', 'DESC', null),
  }),
);

/** All that a list has, page by page. */
async function walk<R extends { id: string }>(
  read: AnyRead<ReadDeps>,
  actor: Actor,
  input: { filter: object; orderBy: OrderBy },
  size: number,
  between: () => Promise<void>,
): Promise<R[]> {
  const found: R[] = [];
  for (let after: string | undefined; ;) {
    const page = await ask<R>(read, actor, { ...input, first: size, ...(after && { after }) });
    found.push(...page.rows);
    if (!page.hasNextPage) return found;
    after = cursorOf(read, orderIn(input.orderBy), page.rows.at(-1)!);
    await between();
  }
}

const cursorOf = ({ name }: AnyRead<ReadDeps>, order: Order, row: { id: string; name?: string }) =>
  toCursor({ name, key: 'id' }, { order, key: row.id, name: row.name ?? '' });

/** Something new comes between the first pages, and goes when the walk is over: for ever, and a walk towards the newest never ended. */
const disturbing = (): (() => Promise<void>) => {
  let left = 10;
  return async () => {
    if (left-- > 0) await disturb();
  };
};

const disturb = async (): Promise<void> => {
  await database.pool.query(
    `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
      raw_provisioning_state, desired)
    SELECT kind, team_id, parent_id, name, uuidv7(), uuidv7(), subscription_id, location, provisioning_state,
      raw_provisioning_state, desired FROM resource WHERE arm_id = '/7'`,
  );
};
const calmDown = () =>
  database.pool.query(
    `UPDATE resource SET gone_at = now() WHERE created_at > $1 AND kind <> 'WORKSPACE' AND gone_at IS NULL`,
    [now],
  );

const byName = (one: Compute, other: Compute): number =>
  Buffer.compare(Buffer.from(small(one.name)), Buffer.from(small(other.name)));

/** What is to be found; `all` stands in the order in which they were made, and sorting keeps it among equals. */
function matching(
  fields: Record<string, Holds>,
  filter: Record<string, unknown>,
  actor: Actor,
  orderBy: OrderBy = null,
): string[] {
  const { field, direction } = orderIn(orderBy);
  const found = all
    .filter((one) => sees(actor, one))
    .filter((one) =>
      Object.entries(filter).every(
        ([name, value]) => value === null || fields[name]!(value as never)(one),
      ),
    );
  const ordered = field === 'NAME' ? found.toSorted(byName) : found;
  return (direction === 'ASC' ? ordered : ordered.toReversed()).map(({ id }) => id);
}

const actorAt = (seed: number): Actor => fc.sample(actors(), { seed, numRuns: 1 })[0]!;
const everywhere = (): Actor => ({
  ...actorAt(1),
  grants: [{ teamId: null, role: 'VIEWER' }],
});

describe('whatever a list is narrowed by and in whatever order', () => {
  it('a walk through its pages sees each compute that matches once, whatever comes meanwhile', async () => {
    const sizes = fc.integer({ min: 1, max: 40 });
    const check = fc.asyncProperty(
      filterOf(meaning),
      orders,
      fc.nat(),
      sizes,
      async (filter, orderBy, at, size) => {
        const found = await walk<ResourceRow>(
          computes,
          actorAt(at),
          { filter, orderBy },
          size,
          disturbing(),
        );
        await calmDown();
        const known = new Set(all.map(({ id }) => id));
        const seen = found.map(({ id }) => id);
        expect(seen.filter((id) => known.has(id))).toEqual(
          matching(meaning, filter, actorAt(at), orderBy),
        );
        // What came behind the place that the walk had reached is seen too.
        expect(new Set(seen).size).toBe(seen.length);
      },
    );
    await fc.assert(check, { numRuns: 150 });
  });

  it('so it does from the end, and counts them all', async () => {
    const check = fc.asyncProperty(filterOf(meaning), orders, async (filter, orderBy) => {
      const found: string[] = [];
      for (let before: string | undefined; ;) {
        const input = { filter, orderBy, last: 7, ...(before && { before }) };
        const page = await ask<ResourceRow>(computes, everywhere(), input);
        found.unshift(...page.rows.map(({ id }) => id));
        const { length: count } = matching(meaning, filter, everywhere());
        expect(await page.count?.()).toEqual({ count, precision: 'EXACT' });
        if (!page.hasPreviousPage) break;
        before = cursorOf(computes, orderIn(orderBy), page.rows[0]!);
      }
      expect(found).toEqual(matching(meaning, filter, everywhere(), orderBy));
    });
    await fc.assert(check, { numRuns: 60 });
  });

  it('a walk sees each operation that matches once, from either end of time', async () => {
    const check = fc.asyncProperty(
      filterOf(ofOperations),
      fc.nat(),
      fc.constantFrom(null, 'ASC' as const, 'DESC' as const),
      async (filter, at, direction) => {
        const orderBy = { field: 'CREATED_AT' as const, direction };
        const found = await walk<OperationRow>(
          operations,
          actorAt(at),
          { filter, orderBy },
          13,
          async () => undefined,
        );
        const expected = matching(ofOperations, filter, actorAt(at), orderBy);
        expect(found.map(({ targetId }) => targetId)).toEqual(expected);
        const page = await ask(operations, actorAt(at), { filter, first: 1 });
        expect(await page.count?.()).toEqual({ count: expected.length, precision: 'EXACT' });
      },
    );
    await fc.assert(check, { numRuns: 80 });
  });

  it('a cursor goes on in its own order alone', async () => {
    const orderBys: OrderBy[] = [
      null,
      { field: 'CREATED_AT', direction: 'ASC' },
      { field: 'NAME', direction: null },
      { field: 'NAME', direction: 'DESC' },
    ];
    for (const [at, orderBy] of orderBys.entries()) {
      const cursor = cursorOf(computes, orderIn(orderBy), all[9]!);
      for (const [other, asked] of orderBys.entries())
        for (const input of [
          { first: 1, after: cursor },
          { last: 1, before: cursor },
        ]) {
          const outcome = await ask(computes, everywhere(), { ...input, orderBy: asked }).then(
            ({ rows }) => `${rows.length} found`,
            ({ message }: Error) => message,
          );
          expect(outcome).toContain(at === other ? '1 found' : 'is a cursor of another order');
        }
    }
  });
});

describe('when something changed', () => {
  const changedAt = async (id: string): Promise<Date> =>
    (
      await database.pool.query<{ at: Date }>(
        'SELECT changed_at AS at FROM resource WHERE id = $1',
        [id],
      )
    ).rows[0]!.at;

  it('is kept where clients see another thing than before, and not where Azure was only asked', async () => {
    const { id } = all[0]!;
    const before = await changedAt(id);
    await database.pool.query(
      'UPDATE resource SET observed_at = now(), observed = observed WHERE id = $1',
      [id],
    );
    expect(await changedAt(id)).toEqual(before);
    for (const change of [
      'version = version + 1',
      `provisioning_state = 'DELETING'`,
      `observed = '{"state": "STOPPED"}'`,
      'managed = NOT managed',
      `provisioning_errors = '[{}]'`,
    ]) {
      await database.pool.query(`UPDATE resource SET changed_at = $2 WHERE id = $1`, [id, before]);
      await database.pool.query(`UPDATE resource SET ${change} WHERE id = $1`, [id]);
      expect((await changedAt(id)) > before, change).toBe(true);
    }
  });
});
