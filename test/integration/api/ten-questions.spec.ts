import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '#libs/database';
import { globalId } from '#libs/verbs';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { createTestDatabase } from '../../support/database.js';
import { startDyingHop } from '../../support/dying-hop.js';
import { at, givenKey, rowIdOf, type Loose } from '../../support/gateway.js';
import { givenScopes, type GivenTeam } from '../../support/scope-scene.js';
import { threeWays, type Outcome, type Way } from '../../support/three-ways.js';

let api: ApiUnderTest;
let ours: GivenTeam;
let theirs: GivenTeam;
beforeAll(async () => {
  api = await startApi();
  ours = await givenScopes(api, 'ours', 'rg-ours');
  theirs = await givenScopes(api, 'theirs', 'rg-theirs');
});
afterAll(() => api?.close());

const newName = (): string => `c${randomUUID().slice(0, 8)}x`;
const cluster = (more: object = {}): Loose =>
  at({
    workspaceId: ours.workspaceId,
    name: newName(),
    vmSize: 'STANDARD_D3_V2',
    scale: { maxNodeCount: 2 },
    ...more,
  });

/** Audit rows since the last look, without what differs from one time to the next. */
async function audited(): Promise<unknown[]> {
  const { rows } = await api.database.pool.query<{ channel: string; after: object | null }>(
    `SELECT action, channel, actor_name AS "actorName", actor_roles AS "actorRoles", team_id AS "teamId",
       target_kind AS "targetKind", before, after, operation_id IS NOT NULL AS "ofAnOperation" FROM audit_event
       WHERE id > $1 AND action <> 'operation.settled' ORDER BY id`,
    [lastSeen],
  );
  const {
    rows: [last],
  } = await api.database.pool.query<{ id: string }>('SELECT max(id::text) AS id FROM audit_event');
  lastSeen = last?.id ?? lastSeen;
  return rows;
}
let lastSeen = '00000000-0000-0000-0000-000000000000';

const withoutNames = (row: unknown): unknown =>
  JSON.parse(JSON.stringify(row).replaceAll(/c[\da-f]{8}x/g, 'a-name'));

/** What each way answers, with the audit rows that it left, but for the channel. */
async function everyWay(ask: (way: Way) => Promise<Outcome>) {
  const answers = [];
  await audited();
  for (const way of threeWays) {
    const { codes, operationId } = await ask(way);
    const rows = (await audited()) as { channel: string }[];
    expect(new Set(rows.map(({ channel }) => channel)), way.channel).toEqual(
      new Set(rows.length > 0 ? [way.channel] : []),
    );
    const trail = rows.map(({ channel: _channel, ...row }) => withoutNames(row));
    answers.push({ codes, isAccepted: operationId !== undefined, trail });
  }
  return answers;
}

const sameAs = <T>(answers: readonly T[]): T => {
  const [first, ...others] = answers;
  for (const other of others) expect(other).toEqual(first);
  return first!;
};

describe('through GraphQL, REST and MCP alike', () => {
  it('a cluster is created', async () => {
    const ask = (way: Way) => way.ask(api, ours.operatorKey, 'createComputeCluster', cluster());
    const { isAccepted, codes, trail } = sameAs(await everyWay(ask));
    expect({ isAccepted, codes }).toEqual({ isAccepted: true, codes: [] });
    expect(trail).toMatchObject([{ action: 'compute_cluster.create.accepted' }]);
  });

  it.each<[string, string, () => object, string]>([
    [
      'a field that cannot change',
      'updateComputeCluster',
      () => ({ computeId: ours.clusterId, vmSize: 'STANDARD_OTHER' }),
      'IMMUTABLE_FIELD',
    ],
    [
      "another team's id",
      'createComputeCluster',
      () => cluster({ workspaceId: theirs.workspaceId }),
      'NOT_FOUND',
    ],
    ['a malformed id', 'createComputeCluster', () => cluster({ workspaceId: 'x' }), 'NOT_FOUND'],
    [
      'a stale etag',
      'updateComputeCluster',
      () => ({ computeId: ours.clusterId, description: 'x', ifMatch: '0' }),
      'ETAG_MISMATCH',
    ],
    ['an unknown field', 'createComputeCluster', () => cluster({ more: 1 }), 'BAD_USER_INPUT'],
  ])('%s is refused', async (_what, verb, input, code) => {
    const ask = (way: Way) => way.ask(api, ours.operatorKey, verb, at(input()));
    const { codes, isAccepted } = sameAs(await everyWay(ask));
    expect({ codes, isAccepted }).toEqual({ codes: [code], isAccepted: false });
  });

  it('who was disabled is nobody', async () => {
    const key = await givenKey(api, ours.teamId, 'OPERATOR', 'disabled');
    await api.database.pool.query(
      `UPDATE principal SET disabled_at = now() WHERE display_name = 'disabled'`,
    );
    const ask = (way: Way) => way.ask(api, key, 'createComputeCluster', cluster());
    expect(sameAs(await everyWay(ask))).toEqual({
      codes: ['UNAUTHENTICATED'],
      isAccepted: false,
      trail: [],
    });
  });

  it('a key is replayed: one operation, whichever way it comes', async () => {
    const input = cluster({ idempotencyKey: randomUUID() });
    const asked = [...threeWays, ...threeWays].map((way) =>
      way.ask(api, ours.operatorKey, 'createComputeCluster', input),
    );
    const again = threeWays.map(
      (way) => () => way.ask(api, ours.operatorKey, 'createComputeCluster', input),
    );
    const operations = (await Promise.all(asked)).flatMap(({ operationId }) => operationId ?? []);
    for (const ask of again) operations.push((await ask()).operationId!);
    expect(operations.length).toBeGreaterThan(threeWays.length);
    expect(new Set(operations).size).toBe(1);
    const { rows } = await api.database.pool.query(
      'SELECT FROM operation WHERE idempotency_key = $1',
      [input['idempotencyKey']],
    );
    expect(rows).toHaveLength(1);
  });

  it('too many requests are refused', async () => {
    const key = await givenKey(api, ours.teamId, 'OPERATOR', 'many');
    const holder = new pg.Client({ connectionString: api.database.migrationUrl });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE resource IN ACCESS EXCLUSIVE MODE');
    const costly = `{ computes(first: 100) { nodes { id name location costTags { key value source }
      operations(first: 3) { nodes { id kind status } } } } }`;
    const many = Array.from({ length: 300 }, () => api.graphql(key, costly));
    const refused = many.map(async (one) => {
      if ((await one).status !== 429) await new Promise(() => undefined);
    });
    await Promise.race(refused);
    const ask = (way: Way) => way.ask(api, key, 'createComputeCluster', cluster());
    const answers = await Promise.all(threeWays.map(ask));
    await holder.end();
    for (const { codes } of answers) expect(codes).toEqual(['TOO_MANY_REQUESTS']);
    await Promise.all(many);
  });

  it('the database is away', async () => {
    const real = await createTestDatabase();
    const hop = await startDyingHop(Number(new URL(inject('postgres').adminUrl).port));
    const database = openDatabase({ url: hop.through(real.url), applicationName: 'behind a hop' });
    const behind = await startApi({ ...real, ...database, url: hop.through(real.url) });
    const input = cluster({ workspaceId: globalId('Workspace', rowIdOf(ours.workspaceId)) });
    const ask = (way: Way) => way.ask(behind, behind.adminKey, 'createComputeCluster', input);
    // Who asks is known before.
    for (const way of threeWays) await ask(way);
    hop.refuse();
    hop.swallow('open connections');
    const answers = await Promise.all(threeWays.map(ask));
    hop.heal();
    await behind.close();
    await hop.stop();
    await database.close();
    await real.drop();
    for (const { codes } of answers) expect(codes).toEqual(['DATABASE_UNAVAILABLE']);
  });
});
