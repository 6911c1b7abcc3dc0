import { describe, expect, it } from 'vitest';
import {
  at,
  cluster,
  compute,
  createCluster,
  scale,
  startWithWorkspace,
  workspace,
  type Session,
} from './support/session.js';

const location = '/providers/Microsoft.MachineLearningServices/locations/eastus';
const d3 = 'standardDv2Family';

const limit = async (session: Session, limits: object): Promise<unknown> =>
  session.control('POST', 'quotas', {
    subscriptionId: session.simulator.subscriptionId,
    location: 'eastus',
    limits,
  });

const usage = async (session: Session, type: string, name: string): Promise<unknown> => {
  const { body } = await session.call('GET', `${location}/usages`);
  const lines = at(body, 'value') as { type: string; name: { localizedValue: string } }[];
  return lines.find(
    (line) => line.type.endsWith(`/${type}/usages`) && line.name.localizedValue.includes(name),
  );
};

describe('quotas', () => {
  it('count the cores of nodes that exist, by region and by family, and clusters at 0 nodes as clusters', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu', scale(2, 4));
    await createCluster(session, 'low', {
      vmSize: 'Standard_NC6',
      vmPriority: 'LowPriority',
      ...scale(1, 1),
    });
    expect(await usage(session, 'totalCores', 'Clusters')).toMatchObject({ currentValue: 2 });
    expect(await usage(session, 'dedicatedCores', 'Dedicated')).toMatchObject({ currentValue: 8 });
    expect(await usage(session, 'lowPriorityCores', 'LowPriority')).toMatchObject({
      currentValue: 6,
    });
    expect(
      await usage(session, 'vmFamily/dedicatedCores', 'Standard Dv2 Family Cluster Dedicated'),
    ).toMatchObject({
      currentValue: 8,
      limit: 100_000,
      unit: 'Count',
    });
    expect(
      await usage(session, 'vmFamily/lowPriorityCores', 'Standard NC Family Cluster LowPriority'),
    ).toMatchObject({ limit: -1 });
    expect(await usage(session, 'workspaces/computes', 'Dv2')).toMatchObject({ currentValue: 8 });
  });

  it('too low for the minimum: accepted, then ClusterMinNodesExceedCoreQuota inside BadRequest', async () => {
    const session = await startWithWorkspace();
    await limit(session, { families: { [d3]: 6 } });
    const created = await session.call('PUT', compute('cpu'), cluster(scale(2, 2)));
    expect(created.status).toBe(201);
    session.pass(45);
    const error = {
      code: 'BadRequest',
      details: [
        {
          code: 'ClusterMinNodesExceedCoreQuota',
          message:
            'The specified subscription has a total vCPU quota of 6 and cannot accomodate for at least 2 requested managed compute node which maps to 8 vCPUs.',
        },
      ],
    };
    const poll = await session.call('GET', created.headers['azure-asyncoperation'] ?? '');
    expect(poll).toMatchObject({ status: 200, body: { status: 'Failed', error } });
    const { body } = await session.call('GET', compute('cpu'));
    expect(at(body, 'properties')).toMatchObject({
      provisioningState: 'Failed',
      provisioningErrors: [{ error }],
    });
  });

  it('a failed cluster can be put again once the quota is there', async () => {
    const session = await startWithWorkspace();
    await limit(session, { families: { [d3]: 0 } });
    await session.call('PUT', compute('cpu'), cluster());
    session.pass(45);
    await limit(session, { families: {} });
    const again = await session.call('PUT', compute('cpu'), cluster());
    expect(again.status).toBe(201);
    session.pass(45);
    expect(
      at((await session.call('GET', compute('cpu'))).body, 'properties.provisioningState'),
    ).toBe('Succeeded');
  });

  it('used up by others: Succeeded, ClusterCoreQuotaReached in errors, and nodes when there is room again', async () => {
    const session = await startWithWorkspace();
    await limit(session, { dedicatedCores: 12 });
    await createCluster(session, 'first', scale(2, 2));
    const second = await createCluster(session, 'second', scale(2, 2));
    expect(at(second, 'properties.provisioningState')).toBe('Succeeded');
    expect(at(second, 'properties.properties')).toMatchObject({
      targetNodeCount: 2,
      errors: [{ error: { code: 'ClusterCoreQuotaReached' } }],
    });
    await session.call('DELETE', `${compute('first')}?underlyingResourceAction=Delete`);
    session.pass(40 + 120 + 60);
    expect(
      at((await session.call('GET', compute('second'))).body, 'properties.properties'),
    ).toMatchObject({
      currentNodeCount: 2,
      errors: null,
    });
  });

  it('refuse one compute too many, and one node too many, at once', async () => {
    const session = await startWithWorkspace();
    await limit(session, { computes: 1, nodesPerCluster: 100 });
    await createCluster(session, 'first');
    expect(await session.call('PUT', compute('second'), cluster())).toMatchObject({
      status: 409,
      body: { error: { code: 'ResourceQuotaExceeded' } },
    });
    expect((await session.call('PUT', compute('first'), cluster(scale(0, 101)))).status).toBe(400);
  });

  it('of a workspace are set one by one: a 200 can hold failures', async () => {
    const session = await startWithWorkspace();
    const id = (segment: string): string =>
      `/subscriptions/${session.simulator.subscriptionId}${workspace}/quotas/${segment}`;
    const known = id('Standard_Dv2_Family_Cluster_Dedicated_vCPUs');
    const updated = await session.call('POST', `${location}/updateQuotas`, {
      value: [
        {
          id: known,
          type: 'Microsoft.MachineLearningServices/workspaces/quotas',
          limit: 4,
          unit: 'Count',
        },
        { id: id('Standard_None_Family_Cluster_Dedicated_vCPUs'), limit: 4, unit: 'Count' },
        { id: known, limit: 9_000_000, unit: 'Count' },
      ],
    });
    expect((at(updated.body, 'value') as { status: string }[]).map(({ status }) => status)).toEqual(
      ['Success', 'InvalidVMFamilyName', 'InvalidQuotaExceedsSubscriptionLimit'],
    );
    const { body } = await session.call('GET', `${location}/quotas`);
    expect(at(body, 'value')).toContainEqual(expect.objectContaining({ id: known, limit: 4 }));
    const refused = await createCluster(session, 'cpu', scale(2, 2));
    expect(at(refused, 'properties.provisioningState')).toBe('Failed');
  });

  it('show their use as Azure does, as the documents do, or not at all', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu', scale(1, 1));
    const family = 'Standard Dv2 Family Cluster Dedicated vCPUs';
    const real = 'vmFamily/dedicatedCores';
    expect(await usage(session, real, family)).toMatchObject({
      type: 'Microsoft.MachineLearningServices/vmFamily/dedicatedCores/usages',
      name: { value: d3, localizedValue: family },
      currentValue: 4,
    });
    expect(await usage(session, 'lowPriorityCores', 'LowPriority Regional')).toMatchObject({
      name: { value: 'TotalLowPriorityCores' },
    });
    await session.control('POST', 'usages', { shape: 'documented' });
    expect(await usage(session, 'vmFamily', family)).toMatchObject({ name: { value: family } });
    expect(await usage(session, real, family)).toBeUndefined();
    await session.control('POST', 'usages', { isUntold: true });
    expect(await usage(session, real, family)).toMatchObject({ currentValue: null });
    await session.control('POST', 'reset');
    expect(await usage(session, real, family)).toMatchObject({ currentValue: 0 });
  });

  it('call H100 by a name of their own, and nothing is made of a family that has no lines', async () => {
    const session = await startWithWorkspace();
    expect(await usage(session, 'vmFamily/dedicatedCores', 'NDv5H100')).toMatchObject({
      name: { value: 'standardNDv5H100Family' },
    });
    await session.control('POST', 'usages', { withoutFamilies: [d3] });
    const family = 'Standard Dv2 Family Cluster Dedicated vCPUs';
    expect(await usage(session, 'vmFamily/dedicatedCores', family)).toBeUndefined();
    expect(await session.call('PUT', compute('cpu'), cluster())).toMatchObject({
      status: 400,
      body: { error: { code: 'InvalidPropertyValue' } },
    });
  });

  it('let low-priority H100 stand, and give it no nodes', async () => {
    const session = await startWithWorkspace();
    const made = await createCluster(session, 'h100', {
      vmSize: 'Standard_ND96isr_H100_v5',
      vmPriority: 'LowPriority',
      ...scale(1, 1),
    });
    expect(at(made, 'properties.provisioningState')).toBe('Succeeded');
    expect(at(made, 'properties.properties')).toMatchObject({
      currentNodeCount: 0,
      errors: [{ error: { code: 'UnsupportedVMSizeForLowPriority' } }],
    });
  });

  it('are there for regions that exist', async () => {
    const { call } = await startWithWorkspace();
    for (const kind of ['usages', 'quotas', 'vmSizes'])
      expect((await call('GET', `${location.replace('eastus', 'atlantis')}/${kind}`)).status).toBe(
        400,
      );
    const { body } = await call('GET', `${location}/vmSizes`);
    expect(at(body, 'value')).toContainEqual(
      expect.objectContaining({ name: 'Standard_D3_v2', family: d3, vCPUs: 4, gpus: 0 }),
    );
  });
});
