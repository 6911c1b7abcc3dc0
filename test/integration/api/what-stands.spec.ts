import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourceGroupId, workspaceArmId } from '#libs/kernel';
import { startApi, subscriptionId, type ApiUnderTest } from '../../support/api.js';
import { at, givenKey } from '../../support/gateway.js';
import { givenListed } from '../../support/listed.js';
import { givenScopes, type GivenTeam } from '../../support/scope-scene.js';

let api: ApiUnderTest;
let ours: GivenTeam;
let theirs: GivenTeam;

const elsewhere = '22222222-2222-4222-8222-222222222222';
const nobodys = resourceGroupId(subscriptionId, 'rg-Nobodys');

beforeAll(async () => {
  api = await startApi();
  ours = await givenScopes(api, 'ours', 'rg-ours');
  theirs = await givenScopes(api, 'theirs', 'rg-theirs');
});
afterAll(() => api.close());

const listed = (armId: string, tags = {}) => givenListed(api.database.pool, armId, tags);

interface Page {
  nodes: Record<string, unknown>[];
  pageInfo: { endCursor: string; hasNextPage: boolean };
}
const ask = async (key: string, given = 'first: 100'): Promise<Page> => {
  const { data, errors } = await api.graphql(
    key,
    `{ unclaimed(${given}) { nodes { kind name armId subscriptionId location tags { name value } foundAt }
      pageInfo { endCursor hasNextPage } } }`,
  );
  expect(errors).toBeUndefined();
  return at(data)['unclaimed'] as unknown as Page;
};
const names = async (key: string, given?: string) =>
  (await ask(key, given)).nodes.map(({ name }) => name);

describe('unclaimed', () => {
  const inOurs = () => workspaceArmId(ours.groupArmId, 'ws-in-ours');
  const inTheirs = () => workspaceArmId(theirs.groupArmId, 'ws-in-theirs');
  beforeAll(async () => {
    // The groups and workspaces of the teams are listed too.
    for (const { groupArmId } of [ours, theirs]) await listed(groupArmId.toUpperCase());
    await listed(workspaceArmId(ours.groupArmId, 'ws-ours'));
    await listed(nobodys, { owner: 'somebody', 'Armature-Operation': 'x' });
    await listed(workspaceArmId(nobodys, 'ws-nobodys'));
    await listed(resourceGroupId(elsewhere, 'rg-elsewhere'));
    await listed(inOurs());
    await listed(inTheirs());
  });

  it('shows the platform all that no team has, newest found first, as ARM wrote it', async () => {
    const key = await givenKey(api, null, 'VIEWER', 'platform-viewer');
    expect(await names(key)).toEqual([
      'ws-in-theirs',
      'ws-in-ours',
      'rg-elsewhere',
      'ws-nobodys',
      'rg-Nobodys',
    ]);
    expect((await ask(key)).nodes.at(-1)).toMatchObject({
      kind: 'RESOURCE_GROUP',
      armId: nobodys,
      subscriptionId,
      location: 'eastus',
      tags: [{ name: 'owner', value: 'somebody' }],
      foundAt: expect.stringMatching(/^20/) as string,
    });
  });

  it('shows the people of a team what stands in its groups, and nothing else', async () => {
    expect(await names(ours.operatorKey)).toEqual(['ws-in-ours']);
    expect(await names(theirs.adminKey)).toEqual(['ws-in-theirs']);
  });

  it('narrows by subscription, in either case, and goes on behind a cursor', async () => {
    const of = `first: 100, subscriptionId: "${elsewhere.toUpperCase()}"`;
    expect(await names(api.adminKey, of)).toEqual(['rg-elsewhere']);
    expect(await names(ours.operatorKey, of)).toEqual([]);
    const { pageInfo } = await ask(api.adminKey, 'first: 2');
    expect(pageInfo.hasNextPage).toBe(true);
    expect(await names(api.adminKey, `first: 2, after: "${pageInfo.endCursor}"`)).toEqual([
      'rg-elsewhere',
      'ws-nobodys',
    ]);
  });

  it.each([
    ['{ kinds: [RESOURCE_GROUP] }', ['rg-elsewhere', 'rg-Nobodys']],
    [`{ subscriptionIds: ["${elsewhere.toUpperCase()}", "${elsewhere}"] }`, ['rg-elsewhere']],
    ['{ nameContains: "IN-O" }', ['ws-in-ours']],
    ['{ nameStartsWith: "RG-no" }', ['rg-Nobodys']],
    [
      '{ nameStartsWith: "ws", locations: ["East US"] }',
      ['ws-in-theirs', 'ws-in-ours', 'ws-nobodys'],
    ],
    ['{ locations: ["mars"] }', []],
    ['{ foundFrom: "2126-01-01T00:00:00Z" }', []],
    [
      '{ foundTo: "2126-01-01T00:00:00Z", kinds: [WORKSPACE], nameContains: "their" }',
      ['ws-in-theirs'],
    ],
  ])('narrows by %s', async (filter, found) => {
    expect(await names(api.adminKey, `first: 100, filter: ${filter}`)).toEqual(found);
    const visible = found.filter((name) => name === 'ws-in-ours');
    expect(await names(ours.operatorKey, `first: 100, filter: ${filter}`)).toEqual(visible);
  });

  it('is in the order of names where that is asked for, and refuses an empty filter', async () => {
    const byName = 'first: 100, orderBy: { field: NAME }, filter: { kinds: [WORKSPACE] }';
    expect(await names(api.adminKey, byName)).toEqual(['ws-in-ours', 'ws-in-theirs', 'ws-nobodys']);
    const { errors } = await api.graphql(
      api.adminKey,
      '{ unclaimed(first: 1, filter: { kinds: [] }) { nodes { name } } }',
    );
    expect(JSON.stringify(errors)).toContain('is empty: leave it out');
  });

  it('does not show what is gone and back as that of the team that had it', async () => {
    const armId = workspaceArmId(theirs.groupArmId, 'ws-theirs');
    await listed(armId);
    expect(await names(theirs.adminKey)).toEqual(['ws-in-theirs']);
    const { pool } = api.database;
    await pool.query('UPDATE resource SET gone_at = now() WHERE arm_id_key = $1', [
      armId.toLowerCase(),
    ]);
    expect(await names(theirs.adminKey)).toEqual(['ws-theirs', 'ws-in-theirs']);
    await pool.query('UPDATE resource SET gone_at = now() WHERE arm_id = $1', [theirs.groupArmId]);
    expect(await names(theirs.adminKey)).toEqual([]);
  });
});
