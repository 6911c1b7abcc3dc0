import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { observeUsages, observeVmSizes } from '#libs/resources';
import { startAgent } from '../../support/agent.js';
import { startApi, subscriptionId, type ApiUnderTest } from '../../support/api.js';
import { FakeArm } from '../../support/fake-arm.js';
import { at, type Loose } from '../../support/gateway.js';
import { rest } from '../../support/rest.js';
import { givenScopes, type GivenTeam } from '../../support/scope-scene.js';
import { usageBody, usageOfHolder, type GivenUsage } from '../../support/usages.js';

let api: ApiUnderTest;
let ours: GivenTeam;
beforeAll(async () => {
  api = await startApi(undefined, new FakeArm());
  ours = await givenScopes(api, 'ours', 'rg-ours');
});
afterAll(() => api?.close());
beforeEach(async () => {
  await api.database.pool.query(
    `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL, completed_at = now() WHERE completed_at IS NULL`,
  );
  await api.database.pool.query('DELETE FROM azure_reading');
  await know('vm-sizes', sizes);
});

const sizes = observeVmSizes([
  { name: 'Standard_DS3_v2', family: 'standardDSv2Family', vCPUs: 4 },
  { name: 'Standard_DS11_v2', family: 'standardDSv2Family', vCPUs: 2 },
  { name: 'Standard_D4s_v3', family: 'standardDSv3Family', vCPUs: 4 },
]);

/** As it was read once; nobody reads it anew. */
async function know(what: string, body: object, location = 'eastus', age = '1 minute') {
  await api.database.pool.query(
    `INSERT INTO azure_reading (subscription_id, what, location, body, read_at, tried_at, wanted_at)
     VALUES ($1, $2, $3, $4, now() - $5::interval, now() + interval '1 hour', now())
     ON CONFLICT (subscription_id, what, location) DO UPDATE SET body = excluded.body, read_at = excluded.read_at`,
    [subscriptionId, what, location, JSON.stringify(body), age],
  );
}

const dsv2 = (used: number | null, limit: number): GivenUsage => ({
  name: 'standardDSv2Family',
  used,
  limit,
});
const wide: GivenUsage[] = [
  { name: 'TotalDedicatedCores', used: 0, limit: 1000 },
  { name: 'TotalClusters', used: 3, limit: 500 },
  { name: 'standardDSv3Family', used: 0, limit: 1000 },
];

const knowUsages = (given: readonly GivenUsage[], more: readonly object[] = [], age?: string) =>
  know(
    'usages',
    observeUsages([
      ...[...given, ...wide].map((line) => usageBody(line, 'real')),
      ...more,
    ] as never),
    'eastus',
    age,
  );

const newCluster = (minNodeCount = 2, change: object = {}) => ({
  workspaceId: ours.workspaceId,
  name: `c${randomUUID().slice(0, 8)}x`,
  vmSize: 'STANDARD_DS3_V2',
  scale: { minNodeCount, maxNodeCount: 4 },
  ...change,
});

async function mutate(name: string, input: object): Promise<Loose> {
  const type = name.replace(/^[a-z]/, (letter) => letter.toUpperCase());
  const inputType = name.startsWith('start') ? 'ComputeInstanceActionInput' : `${type}Input`;
  const query = `mutation ($input: ${inputType}!) { ${name}(input: $input) {
    operation { id } warnings { code message field } userErrors { code message field } } }`;
  const { data, errors } = await api.graphql(ours.operatorKey, query, { input });
  expect(errors).toBeUndefined();
  return at(data)[name]!;
}

const codesOf = ({ userErrors, warnings }: Loose) => ({
  refused: (userErrors as unknown as Loose[]).map(({ code }) => code),
  warned: (warnings as unknown as Loose[])
    .map(({ code }) => code)
    .filter((code) => String(code).startsWith('QUOTA')),
});

const create = (minNodeCount?: number, change?: object): Promise<Loose> =>
  mutate('createComputeCluster', newCluster(minNodeCount, change));

async function plan(change: object): Promise<Loose> {
  const query = `mutation ($input: PlanInput!) { plan(input: $input) { userErrors { code message }
    plan { id applicable refusals { code message } warnings { code } quota { fits observedAt
      checks { scope name unit limit used held requested requestedAtOnce requestedAtMost shortfall }
      offers { vmSize location availability } } } } }`;
  const { data, errors } = await api.graphql(ours.operatorKey, query, { input: { change } });
  expect(errors).toBeUndefined();
  return at(data)['plan']!;
}

const apply = async (planId: unknown): Promise<Loose> => {
  const query = `mutation ($input: ApplyPlanInput!) { applyPlan(input: $input) {
    operation { id } userErrors { code message } } }`;
  const { data } = await api.graphql(ours.operatorKey, query, { input: { planId } });
  return at(data)['applyPlan']!;
};

describe("a mutation that Azure's numbers leave no room for", () => {
  it('is refused with them and with what would fit, and nothing is written', async () => {
    await knowUsages([dsv2(20, 24)]);
    const { userErrors, operation } = await create(2);
    expect(operation).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'QUOTA_EXCEEDED', field: ['input', 'vmSize'] }]);
    const { message } = (userErrors as unknown as { message: string }[])[0]!;
    expect(message).toContain('8 vCPUs more: 20 of 24 are used');
    expect(message).toContain('Standard_D4s_v3 in eastus');
    const { rows } = await api.database.pool.query(
      `SELECT 1 FROM resource WHERE kind = 'COMPUTE_CLUSTER' AND name LIKE 'c________x'`,
    );
    expect(rows).toEqual([]);
  });

  it('is planned with why, and cannot be applied', async () => {
    await knowUsages([dsv2(20, 24)]);
    const { plan: made } = await plan({ createComputeCluster: newCluster(2) });
    expect(made).toMatchObject({
      applicable: false,
      refusals: [{ code: 'QUOTA_EXCEEDED' }],
      quota: { fits: false, checks: { 0: { scope: 'VM_FAMILY', used: 20, shortfall: 4 } } },
    });
  });

  it('passes where they are not fresh, or not told, and is warned of', async () => {
    await knowUsages([dsv2(24, 24)], [], '20 minutes');
    expect(codesOf(await create(2))).toEqual({ refused: [], warned: ['QUOTA_SHORT'] });
    await knowUsages([dsv2(null, 4)]);
    expect(codesOf(await create(2))).toEqual({ refused: [], warned: ['QUOTA_SHORT'] });
  });

  it('passes in silence where nothing is known', async () => {
    expect(codesOf(await create(2))).toEqual({ refused: [], warned: [] });
    await knowUsages([dsv2(null, 400)]);
    expect(codesOf(await create(2))).toEqual({ refused: [], warned: [] });
  });

  it('waits for its nodes where it begins without any, and the limit holds one', async () => {
    await knowUsages([dsv2(24, 24)]);
    expect(codesOf(await create(0))).toEqual({ refused: [], warned: ['QUOTA_SHORT'] });
    await knowUsages([dsv2(0, 3)]);
    expect(codesOf(await create(0))).toMatchObject({ refused: ['QUOTA_EXCEEDED'] });
  });

  it('is warned of where the limit is below all its nodes', async () => {
    await knowUsages([dsv2(0, 12)]);
    expect(codesOf(await create(0))).toEqual({ refused: [], warned: ['QUOTA_BELOW_MAXIMUM'] });
  });

  it('is one compute too many in the region', async () => {
    await know(
      'usages',
      observeUsages([
        usageBody({ name: 'TotalClusters', used: 500, limit: 500 }, 'real'),
        usageBody(dsv2(0, 24), 'real'),
      ]),
    );
    expect(codesOf(await create(0))).toMatchObject({ refused: ['QUOTA_EXCEEDED'] });
  });
});

describe('what operations hold that have not ended', () => {
  it('is told, and warns, for clusters and instances alike', async () => {
    await knowUsages([dsv2(0, 20)]);
    expect(codesOf(await create(2))).toEqual({ refused: [], warned: [] });
    const box = { workspaceId: ours.workspaceId, vmSize: 'Standard_DS11_v2' };
    const name = `b${randomUUID().slice(0, 8)}x`;
    expect(codesOf(await mutate('createComputeInstance', { ...box, name }))).toMatchObject({
      refused: [],
    });
    const { plan: made } = await plan({ createComputeCluster: newCluster(3) });
    expect(made).toMatchObject({
      applicable: true,
      warnings: expect.arrayContaining([{ code: 'QUOTA_SHORT' }]) as unknown,
      quota: {
        fits: false,
        checks: [
          { scope: 'VM_FAMILY', held: 10, requested: 12, shortfall: 2 },
          { scope: 'REGION_DEDICATED', held: 10, shortfall: 0 },
          { scope: 'COMPUTE_COUNT', used: 3, held: 2, requested: 1 },
        ],
      },
    });
  });
});

describe('what stands', () => {
  const grow = (minNodeCount: number): Promise<Loose> =>
    mutate('updateComputeCluster', {
      computeId: ours.clusterId,
      scale: { minNodeCount, maxNodeCount: 8 },
    });

  it('is refused more nodes than there is room for, and any smaller change passes', async () => {
    await knowUsages([dsv2(24, 24)]);
    const { userErrors } = await grow(2);
    expect(userErrors).toMatchObject([{ code: 'QUOTA_EXCEEDED', field: ['input', 'scale'] }]);
    const idle = { minNodeCount: 0, maxNodeCount: 4, nodeIdleTimeBeforeScaleDown: 'PT5M' };
    const computeId = ours.clusterId;
    expect(codesOf(await mutate('updateComputeCluster', { computeId, scale: idle }))).toEqual({
      refused: [],
      warned: [],
    });
  });

  const stopped = (state: string): Promise<unknown> =>
    api.database.pool.query(
      `UPDATE resource SET observed = jsonb_set(observed, '{state}', to_jsonb($1::text)) WHERE kind = 'COMPUTE_INSTANCE' AND name = 'i-ours'`,
      [state],
    );
  const boxArmId = (name: string): string =>
    `${ours.groupArmId}/providers/Microsoft.MachineLearningServices/workspaces/ws-ours/computes/${name}`;
  const line = (name: string): object => usageOfHolder(boxArmId(name), 'standardDSv2Family', 2, 24);

  it('is started where it has its vCPUs still, and refused where Azure counts others and not it', async () => {
    await stopped('STOPPED');
    const start = (): Promise<Loose> =>
      mutate('startComputeInstance', { computeId: ours.instanceId });
    await knowUsages([dsv2(24, 24)], [line('another')]);
    expect(await start()).toMatchObject({
      userErrors: [{ code: 'QUOTA_EXCEEDED', field: ['input', 'computeId'] }],
    });
    await knowUsages([dsv2(24, 24)], [line('another'), line('i-ours')]);
    expect(codesOf(await start())).toEqual({ refused: [], warned: [] });
    await stopped('RUNNING');
  });

  it('is resized to what the difference leaves room for', async () => {
    const resize = (): Promise<Loose> =>
      mutate('resizeComputeInstance', { computeId: ours.instanceId, vmSize: 'Standard_DS3_v2' });
    await knowUsages([dsv2(23, 24)]);
    expect(codesOf(await resize())).toMatchObject({ refused: ['QUOTA_EXCEEDED'] });
    await knowUsages([dsv2(22, 24)]);
    expect(codesOf(await resize())).toEqual({ refused: [], warned: [] });
  });
});

describe('a plan', () => {
  it('is out of date where there is no room any more, and not where others use a little more', async () => {
    await knowUsages([dsv2(0, 24)]);
    const { plan: first } = await plan({ createComputeCluster: newCluster(0) });
    const { plan: second } = await plan({ createComputeCluster: newCluster(0) });
    expect(first).toMatchObject({ applicable: true, quota: { fits: true } });
    await knowUsages([dsv2(4, 24)]);
    expect((await apply(first!['id']))['userErrors']).toEqual([]);
    await knowUsages([dsv2(24, 24)]);
    const [refusal] = (await apply(second!['id']))['userErrors'] as unknown as Loose[];
    expect(refusal).toMatchObject({ code: 'PLAN_STALE' });
    expect(refusal!['message']).toContain('has no room for it any more');
  });

  it('takes nothing of any quota where it makes no machines', async () => {
    const { plan: made } = await plan({ stopComputeInstance: { computeId: ours.instanceId } });
    expect(made).toMatchObject({ quota: null });
  });
});

it('what was decided stands in the audit row', async () => {
  await knowUsages([dsv2(4, 24)]);
  const { operation } = await create(1);
  expect(operation).not.toBeNull();
  const { rows } = await api.database.pool.query<{ quota: Loose }>(
    `SELECT after -> 'quota' AS quota FROM audit_event WHERE action = 'compute_cluster.create.accepted' ORDER BY id DESC LIMIT 1`,
  );
  expect(rows[0]?.quota).toMatchObject({ fits: true, checks: { 0: { used: 4, requested: 4 } } });
});

describe('asked without doing anything', () => {
  const asked = { location: 'East US', vmSize: 'standard_ds3_v2', maxNodeCount: 3 };
  const query = `query ($input: QuotaCheckInput!) { quotaCheck(input: $input) { fits observedAt
    checks { scope limit used requested requestedAtOnce requestedAtMost shortfall }
    offers { vmSize location vmPriority availability hourlyPrice { amount } } } }`;
  const check = async (input: object, key = ours.operatorKey): Promise<Loose> => {
    const { data, errors } = await api.graphql(key, query, { input });
    expect(errors).toBeUndefined();
    return at(data)['quotaCheck']!;
  };

  it('is the same over every way in', async () => {
    await knowUsages([dsv2(20, 24)]);
    const said = await check(asked);
    expect(said).toMatchObject({
      fits: true,
      checks: [
        { scope: 'VM_FAMILY', requested: 4, requestedAtOnce: 0, requestedAtMost: 12 },
        { scope: 'REGION_DEDICATED' },
        { scope: 'COMPUTE_COUNT', requested: 1 },
      ],
      offers: { 0: { vmSize: 'Standard_D4s_v3', location: 'eastus', availability: 'AVAILABLE' } },
    });
    const search = '/quota-check?location=East%20US&vmSize=standard_ds3_v2&maxNodeCount=3';
    const { status, body } = await rest(api, ours.operatorKey, search);
    expect([status, body]).toMatchObject([200, said]);
    const agent = await startAgent(api.url, ours.operatorKey);
    expect((await agent.call('quota_check_get', { input: asked })).data).toMatchObject(said);
    await agent.close();
  });

  it('counts the share of a workspace that may be seen, and of no other', async () => {
    const share = usageOfHolder(
      `${ours.groupArmId}/providers/Microsoft.MachineLearningServices/workspaces/ws-ours`,
      'standardDSv2Family',
      8,
      8,
    );
    await knowUsages([dsv2(8, 24)], [share]);
    const { workspaceId } = ours;
    expect(await check({ ...asked, workspaceId })).toMatchObject({
      fits: false,
      checks: { 2: { scope: 'WORKSPACE', limit: 8, used: 8, shortfall: 4 } },
    });
    const theirs = await givenScopes(api, `theirs-${randomUUID().slice(0, 4)}`, 'rg-theirs');
    const { errors } = await api.graphql(theirs.operatorKey, query, {
      input: { ...asked, workspaceId },
    });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it.each([
    [{ vmSize: 'DS3' }, 'vmSize'],
    [{ location: '/' }, 'location'],
    [{ minNodeCount: 2, maxNodeCount: 1 }, 'minNodeCount'],
    [{ maxNodeCount: 70_000 }, 'maxNodeCount'],
  ])('takes no %j', async (wrong, field) => {
    const { errors } = await api.graphql(ours.operatorKey, query, {
      input: { ...asked, ...wrong },
    });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    const search = new URLSearchParams(
      Object.entries<unknown>({ ...asked, ...wrong }).map(([key, value]): [string, string] => [
        key,
        String(value),
      ]),
    );
    const { status, body } = await rest(api, ours.operatorKey, `/quota-check?${search.toString()}`);
    expect([status, body['errors']]).toMatchObject([400, [{ parameter: field }]]);
  });

  it('is nothing for what is made of no machines, and never fits in a tier that there is not', async () => {
    const kubernetes = { ...asked, computeType: 'KUBERNETES_COMPUTE' };
    expect(await check(kubernetes)).toMatchObject({ fits: true, checks: [], offers: [] });
    await knowUsages([]);
    const instance = { ...asked, computeType: 'COMPUTE_INSTANCE', vmPriority: 'LOW_PRIORITY' };
    expect(await check(instance)).toMatchObject({
      fits: false,
      offers: expect.arrayContaining([
        expect.objectContaining({ location: 'eastus', availability: 'NOT_OFFERED' }),
      ]) as unknown,
    });
  });

  it('is of the subscription of its workspace, and of no other', async () => {
    const { workspaceId } = ours;
    const input = { ...asked, workspaceId, subscriptionId: randomUUID() };
    const { errors } = await api.graphql(ours.operatorKey, query, { input });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('is refused in a subscription that no team of the caller may use', async () => {
    const other = randomUUID();
    for (const document of [
      `{ quotaCheck(input: { location: "eastus", vmSize: "Standard_DS3_v2", subscriptionId: "${other}" }) { fits } }`,
      `{ computeUsages(location: "eastus", subscriptionId: "${other}") { name } }`,
    ]) {
      const { errors } = await api.graphql(ours.operatorKey, document);
      expect(errors).toMatchObject([{ extensions: { code: 'SCOPE_NOT_SHARED' } }]);
    }
  });

  it('all that is counted in the region is listed, and nothing of single workspaces and computes', async () => {
    const share = usageOfHolder('/subscriptions/s/workspaces/w', 'standardDSv2Family', 1, 8);
    const low = { name: 'TotalLowPriorityCores', used: null, limit: 0 };
    await knowUsages([dsv2(20, 24), { ...dsv2(0, -1), low: true }, low], [share]);
    const { data, errors } = await api.graphql(
      ours.operatorKey,
      '{ computeUsages(location: "eastus") { scope vmPriority unit limit used observedAt } }',
    );
    expect(errors).toBeUndefined();
    const lines = at(data)['computeUsages'] as unknown as Loose[];
    expect(
      lines.map((line) => [
        line['scope'],
        line['vmPriority'],
        line['unit'],
        line['limit'],
        line['used'],
      ]),
    ).toEqual([
      ['VM_FAMILY', 'DEDICATED', 'vCPUs', 24, 20],
      ['VM_FAMILY', 'LOW_PRIORITY', 'vCPUs', -1, 0],
      ['REGION_LOW_PRIORITY', 'LOW_PRIORITY', 'vCPUs', 0, null],
      ['REGION_DEDICATED', 'DEDICATED', 'vCPUs', 1000, 0],
      ['COMPUTE_COUNT', null, 'computes', 500, 3],
      ['VM_FAMILY', 'DEDICATED', 'vCPUs', 1000, 0],
    ]);
  });
});
