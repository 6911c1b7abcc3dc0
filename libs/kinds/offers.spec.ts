import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { computeArmId } from '#libs/kernel';
import { observeLocations, observeVmSizes } from '#libs/resources';
import { ask as askFor, type Submission } from '../../test/support/ask.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import {
  contextForTests,
  givenWorkspace,
  subscriptionForTests,
} from '../../test/support/engine.js';
import { insertInstance } from '../../test/support/instance-row.js';
import { submitForTests } from '../../test/support/kubernetes.js';
import { observeComputeInstance } from './compute-instances/compute-instance.observe.js';
import { createComputeCluster } from './compute-clusters/create-compute-cluster.verb.js';
import { createComputeInstance } from './compute-instances/create-compute-instance.verb.js';
import { createResourceGroup } from './resource-groups/create-resource-group.verb.js';
import { createWorkspace } from './workspaces/create-workspace.verb.js';
import { resizeComputeInstance } from './compute-instances/resize/resize-compute-instance.verb.js';

let database: TestDatabase;
let given: Awaited<ReturnType<typeof givenWorkspace>>;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool.query('DELETE FROM azure_reading');
  given = await givenWorkspace(database.pool);
});

const both = ['AmlCompute', 'ComputeInstance'];
const size = (name: string, more: object = {}) => ({
  name,
  family: 'f',
  vCPUs: 4,
  lowPriorityCapable: true,
  supportedComputeTypes: both,
  ...more,
});
const sizes = [
  size('Standard_DS3_v2'),
  size('Standard_DS4_v2'),
  size('Standard_ND96amsr_A100_v4', {
    lowPriorityCapable: false,
    supportedComputeTypes: ['AmlCompute'],
  }),
];
const regions = ['East US', 'East US 2', 'West Europe'];
const type = (resourceType: string) => ({ resourceType, locations: regions });
const providers = [
  { namespace: 'Microsoft.Resources', resourceTypes: [type('resourceGroups')] },
  {
    namespace: 'Microsoft.MachineLearningServices',
    resourceTypes: [type('workspaces'), type('workspaces/computes')],
  },
];

const know = (what: string, location: string, body: unknown, age = '1 hour') =>
  database.pool.query(
    `INSERT INTO azure_reading (what, subscription_id, location, body, read_at)
     VALUES ($1, $2, $3, $4, now() - $5::interval)`,
    [what, subscriptionForTests, location, JSON.stringify(body), age],
  );
const knowSizes = (location = 'eastus', bodies = sizes, age?: string) =>
  know('vm-sizes', location, observeVmSizes(bodies), age);
const knowLocations = () => know('locations', '', observeLocations(providers));

const ask = (mutation: Submission, input: object) =>
  askFor(
    mutation,
    { ...submitForTests(database.pool), defaultSubscriptionId: subscriptionForTests },
    contextForTests('ADMIN', given.teamId),
    input,
  );
const name = () => `c${randomUUID().slice(0, 8)}`;
const cluster = (more: object) =>
  ask(createComputeCluster, {
    workspaceId: given.workspaceId,
    name: name(),
    vmSize: 'Standard_DS3_v2',
    scale: { maxNodeCount: 1 },
    ...more,
  });
const instance = (vmSize: string) =>
  ask(createComputeInstance, { workspaceId: given.workspaceId, name: name(), vmSize });
const group = (location: string) =>
  ask(createResourceGroup, { teamId: given.teamId, name: name(), location });

const refusal = (code: string, field: string, ...says: string[]) => ({
  ok: false,
  error: [
    {
      code,
      field: ['input', field],
      message: expect.stringMatching(
        new RegExp(says.map((part) => `(?=.*${part.replaceAll('.', '\\.')})`).join('')),
      ) as string,
    },
  ],
});
const taken = { ok: true };

async function operations(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    'SELECT count(*)::int FROM operation',
  );
  return rows[0]?.count ?? 0;
}

describe('a size is refused at once', () => {
  beforeEach(() => knowSizes());

  it('where the region has it not, with what is near to it there', async () => {
    const before = await operations();
    const says = ['Standard_DS3_v3 is not offered in eastus', 'Standard_DS3_v2'];
    expect(await cluster({ vmSize: 'Standard_DS3_v3' })).toMatchObject(
      refusal('SIZE_NOT_SUPPORTED', 'vmSize', ...says),
    );
    expect(await instance('Standard_DS3_v3')).toMatchObject(
      refusal('SIZE_NOT_SUPPORTED', 'vmSize', ...says),
    );
    expect(await operations()).toBe(before);
  });

  it('with the regions that are known to have it', async () => {
    await knowSizes('westeurope', [size('Standard_NC6')]);
    expect(await cluster({ vmSize: 'standard_nc6' })).toMatchObject(
      refusal('SIZE_NOT_SUPPORTED', 'vmSize', 'It is offered in westeurope'),
    );
    expect(
      await cluster({ vmSize: 'STANDARD_NC6', location: '(Europe) West Europe' }),
    ).toMatchObject(taken);
  });

  it('where it comes for clusters only', async () => {
    expect(await instance('Standard_ND96amsr_A100_v4')).toMatchObject(
      refusal('SIZE_NOT_SUPPORTED', 'vmSize', 'is not offered for compute instances in eastus'),
    );
    expect(await cluster({ vmSize: 'standard_nd96amsr_a100_V4' })).toMatchObject(taken);
  });

  it('where it has no low-priority nodes', async () => {
    const low = { vmPriority: 'LOW_PRIORITY' };
    const answer = await cluster({ vmSize: 'Standard_ND96amsr_A100_v4', ...low });
    expect(answer).toMatchObject(
      refusal('SIZE_NOT_SUPPORTED', 'vmPriority', 'take DEDICATED', 'Standard_DS4_v2'),
    );
    expect(JSON.stringify(answer)).not.toContain('there: Standard_ND96');
    expect(await cluster(low)).toMatchObject(taken);
  });

  it('of a resize', async () => {
    const where = { ...given, name: name() };
    const id = await insertInstance(
      database.pool,
      { ...where, armId: computeArmId(given.armId, where.name) },
      { properties: { properties: { state: 'Running', vmSize: 'Standard_DS3_v2' } } },
    );
    const resize = (vmSize: string) => ask(resizeComputeInstance, { computeId: id, vmSize });
    expect(await resize('Standard_DS9_v2')).toMatchObject(
      refusal('SIZE_NOT_SUPPORTED', 'vmSize', 'is not offered in eastus'),
    );
    expect(await resize('STANDARD_DS4_V2')).toMatchObject(taken);
    expect(observeComputeInstance({})).toBeDefined();
  });
});

describe('a region is refused at once', () => {
  beforeEach(() => knowLocations());

  it.each(['West Europe', 'westeurope', 'WESTEUROPE', '(Europe) West Europe', 'East US 2'])(
    'but not as people write it: %s',
    async (location) => expect(await group(location)).toMatchObject(taken),
  );

  it('where the subscription has it not, with those that are like it', async () => {
    const says = ['westeurpe', 'westeurope'];
    expect(await group('westeurpe')).toMatchObject(
      refusal('LOCATION_NOT_SUPPORTED', 'location', ...says),
    );
    expect(await cluster({ location: 'westeurpe' })).toMatchObject(
      refusal('LOCATION_NOT_SUPPORTED', 'location', ...says),
    );
    const { rows } = await database.pool.query<{ id: string }>(
      'SELECT parent_id AS id FROM resource WHERE id = $1',
      [given.workspaceId],
    );
    const providersPath = '/subscriptions/s/resourceGroups/g/providers';
    const workspace = await ask(createWorkspace, {
      resourceGroupId: rows[0]?.id,
      name: 'ws-two',
      location: 'westeurpe',
      storageAccountId: `${providersPath}/Microsoft.Storage/storageAccounts/s`,
      keyVaultId: `${providersPath}/Microsoft.KeyVault/vaults/k`,
    });
    expect(workspace).toMatchObject(refusal('LOCATION_NOT_SUPPORTED', 'location', ...says));
  });
});

describe('what is not known refuses nothing', () => {
  const noted = async () => {
    const { rows } = await database.pool.query<{ what: string; location: string; due: boolean }>(
      `SELECT what, location, tried_at = '-infinity' AS due FROM azure_reading ORDER BY what`,
    );
    return rows;
  };

  it('and is noted to be read for whoever asks next', async () => {
    expect(await cluster({ vmSize: 'Standard_Nowhere_v9' })).toMatchObject(taken);
    expect(await cluster({ vmSize: 'Standard_Nowhere_v9' })).toMatchObject(taken);
    expect(await noted()).toEqual([
      { what: 'locations', location: '', due: true },
      { what: 'usages', location: 'eastus', due: true },
      { what: 'vm-sizes', location: 'eastus', due: true },
    ]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['is old', () => knowSizes('eastus', sizes, '4 days')],
    ['is empty', () => knowSizes('eastus', [])],
    ['is of another region', () => knowSizes('westus')],
    [
      'was read before the rest was kept',
      () => know('vm-sizes', 'eastus', { standard_nowhere_v9: { family: 'f', vCpus: 1 } }),
    ],
  ])('also where it %s', async (_, given) => {
    await given();
    expect(
      await cluster({ vmSize: 'Standard_Nowhere_v9', vmPriority: 'LOW_PRIORITY' }),
    ).toMatchObject(taken);
  });
});
