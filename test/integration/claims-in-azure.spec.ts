import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { computeArmId, parseExactly, resourceGroupId, workspaceArmId } from '#libs/kernel';
import type { ArmBody } from '#libs/operations';
import { armCluster } from '../support/arm-bodies.js';
import { at, type Loose } from '../support/gateway.js';
import { globalId } from '../support/instance-api.js';
import { patience, startSimulatedApi } from '../support/simulated-api.js';

let azure: Awaited<ReturnType<typeof startSimulatedApi>>;
let group: string;
let workspace: string;
let compute: string;

const newer = parseExactly('{"word":"FutureWord","revision":9007199254740993,"list":[{}]}');

const arm = () => azure.system.arm;
async function stand(id: string, body: ArmBody): Promise<void> {
  await arm().put(id, body);
  await vi.waitFor(async () => {
    const properties = (await arm().get(id))?.['properties'] as ArmBody | undefined;
    expect(properties?.['provisioningState']).toBe('Succeeded');
  }, patience);
}

beforeAll(async () => {
  azure = await startSimulatedApi();
  await azure.system.database.pool.query(
    `UPDATE team SET default_cost_tags = '{"owner": "research", "environment": "test"}' WHERE id = $1`,
    [azure.system.teamId],
  );
  group = resourceGroupId(azure.system.azure.subscriptionId, 'rg-before');
  workspace = workspaceArmId(group, 'ws-before');
  compute = computeArmId(workspace, 'cpu-before');
  await stand(group, { location: 'eastus', tags: { theirs: 'kept' } });
  await stand(workspace, {
    location: 'eastus',
    identity: { type: 'SystemAssigned' },
    properties: {},
  });
  await stand(compute, armCluster(compute, { newerThanAll: newer }, { project: 'x' }));
});
afterAll(() => azure?.stop());

const ask = async (query: string, variables: object = {}): Promise<Loose> => {
  const { data, errors } = await azure.api.graphql(azure.api.adminKey, query, variables);
  expect(errors).toBeUndefined();
  return at(data);
};
const unclaimed = async () => {
  const { unclaimed: page } = await ask('{ unclaimed(first: 100) { nodes { armId } } }');
  return (page!['nodes'] as unknown as { armId: string }[]).map(({ armId }) => armId);
};
const soon = { ...patience, timeout: 90_000 };

/** Does not wait for a minute to pass. */
async function sweep(): Promise<void> {
  await azure.system.database.pool.query('UPDATE subscription_look SET look_at = now()');
}

describe('what stood before Armature came', () => {
  it('is claimed with all in it, is changed like what was made here, and is let go of as it is', async () => {
    await vi.waitFor(async () => {
      await sweep();
      expect(await unclaimed()).toEqual(expect.arrayContaining([group, workspace]));
    }, soon);
    const untouched = JSON.stringify(await arm().get(compute));
    const teamId = globalId('Team', azure.system.teamId);
    const groupId = await azure.carryOut('claimResourceGroup', { armId: group, teamId });
    expect(await unclaimed()).toEqual([]);
    expect((await arm().get(group))?.['tags']).toEqual({ theirs: 'kept' });
    expect(JSON.stringify(await arm().get(compute))).toBe(untouched);
    const { computes } = await ask(
      '{ computes(first: 10) { nodes { id name managed workspace { name resourceGroup { id } } } } }',
    );
    const [found] = computes!['nodes'] as unknown as Loose[];
    expect(found).toMatchObject({
      name: 'cpu-before',
      managed: true,
      workspace: { name: 'ws-before', resourceGroup: { id: groupId } },
    });
    const computeId = found!['id'] as unknown as string;
    await azure.carryOut('updateComputeCluster', { computeId, scale: { maxNodeCount: 7 } });
    await azure.carryOut('setCostTags', {
      resourceId: computeId,
      costTags: [{ key: 'owner', value: 'vision' }],
    });
    const changed = await arm().get(compute);
    expect(changed?.['tags']).toMatchObject({ owner: 'vision' });
    expect(JSON.stringify(changed)).toContain(JSON.stringify({ newerThanAll: newer }).slice(1, -1));
    expect(JSON.stringify(changed)).toContain('"maxNodeCount":7');
    const released = await ask(
      `mutation ($id: ID!) { releaseResource(input: { resourceId: $id }) { resource { id } userErrors { code } } }`,
      { id: groupId },
    );
    expect(released['releaseResource']).toMatchObject({ userErrors: [] });
    expect(await arm().get(compute)).toEqual(changed);
    await vi.waitFor(async () => {
      await sweep();
      expect(await unclaimed()).toEqual(expect.arrayContaining([group, workspace]));
    }, soon);
    const again = await azure.carryOut('claimWorkspace', { armId: workspace, teamId });
    expect(again).not.toBe(groupId);
    await azure.carryOut('deleteWorkspace', {
      workspaceId: again,
      confirmName: 'ws-before',
      purge: true,
    });
    expect(await arm().get(compute)).toBeUndefined();
  });
});
