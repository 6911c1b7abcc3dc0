import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { computeArmId, resourceGroupId, workspaceArmId } from '#libs/kernel';
import type { CostTag, Resource } from '#libs/resources';
import {
  startSimulatedAzure,
  type SimulatedAzure,
} from '../../test/contract/support/simulated-azure.js';
import { clusterForTests } from '../../test/support/cluster-values.js';
import { resourceForTests, runKind, runSteps } from '../../test/support/run-kind.js';
import type { ArmBody, ArmCall, ArmPort } from '../operations/arm.port.js';
import type { ClusterDesired } from './compute-clusters/compute-cluster.schema.js';
import { kinds } from './kinds.js';

const costTags: CostTag[] = [{ key: 'costCenter', value: '42', source: 'REQUEST' }];
const identityId = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;

describe('the kinds of operation, against a simulated Azure', () => {
  let azure: SimulatedAzure;
  let group: Resource;
  let workspace: Resource;

  beforeAll(async () => {
    azure = await startSimulatedAzure();
  });
  afterAll(() => azure?.stop());

  const put = (armId: string, body: Record<string, unknown>) =>
    azure.settled(azure.client.put(armId, body));

  const newGroup = () => {
    const name = `rg-${randomUUID().slice(0, 8)}`;
    const armId = resourceGroupId(azure.subscriptionId, name);
    return resourceForTests({
      kind: 'RESOURCE_GROUP',
      name,
      armId,
      desired: { location: 'eastus' },
    });
  };

  const newWorkspace = (name = 'ws-one') => {
    const id = (type: string) => `${group.armId}/providers/${type}/x`;
    const desired = {
      location: 'eastus',
      friendlyName: null,
      description: 'for tests',
      storageAccountId: id('Microsoft.Storage/storageAccounts'),
      keyVaultId: id('Microsoft.KeyVault/vaults'),
      applicationInsightsId: null,
      containerRegistryId: null,
      identity: { type: 'SYSTEM_ASSIGNED', userAssignedIdentityIds: [] },
    };
    const armId = workspaceArmId(group.armId, name);
    return resourceForTests({ kind: 'WORKSPACE', name, armId, desired });
  };

  const newCluster = (change: Partial<ClusterDesired> = {}, name = 'cpu') =>
    resourceForTests({
      kind: 'COMPUTE_CLUSTER',
      name,
      armId: computeArmId(workspace.armId, name),
      desired: { ...clusterForTests, ...change },
    });

  const run = (kind: string, resource: Resource, more: object = {}) =>
    runKind(kinds.operation(kind), {
      arm: azure.client,
      resource,
      costTags,
      ancestors: resource.kind === 'COMPUTE_CLUSTER' ? [workspace, group] : [],
      ...more,
    });

  beforeEach(async () => {
    await azure.control('reset', {});
    group = (await run('RESOURCE_GROUP_CREATE', newGroup())).resource;
    workspace = (await run('WORKSPACE_CREATE', newWorkspace())).resource;
  });

  it('make and delete a group and a workspace', async () => {
    expect([group, workspace].map((row) => row.provisioningState)).toEqual([
      'SUCCEEDED',
      'SUCCEEDED',
    ]);
    const deleted = await run('WORKSPACE_DELETE', workspace, { input: { purge: true } });
    expect(deleted.resource.goneAt).not.toBeNull();
    const all = await run('RESOURCE_GROUP_DELETE', group);
    expect(all.done).toEqual(['delete resource group', 'await deletion']);
    expect(await azure.client.get(group.armId)).toBeUndefined();
  });

  it('make a cluster in another region, as asked, and tag it', async () => {
    const made = await run('COMPUTE_CLUSTER_CREATE', newCluster({ location: 'westus2' }));
    expect(made.error).toBeUndefined();
    expect(made.done).toEqual(['check name', 'put compute', 'await compute', 'verify compute']);
    expect(made.resource).toMatchObject({
      provisioningState: 'SUCCEEDED',
      observed: { location: 'westus2', vmSize: 'STANDARD_DS3_V2', tags: { costCenter: '42' } },
    });
  });

  it('change scale, identity, description and tags in place, and leave the rest', async () => {
    const made = await run('COMPUTE_CLUSTER_CREATE', newCluster());
    const changed = {
      ...made.resource,
      desired: {
        ...clusterForTests,
        description: 'changed',
        scale: { minNodeCount: 0, maxNodeCount: 7, nodeIdleTimeBeforeScaleDown: 'PT5M' },
        identity: {
          type: 'USER_ASSIGNED',
          userAssignedIdentityIds: [identityId('a'), identityId('b')],
        },
      },
    };
    const input = { before: { costTags } };
    const tags = [{ key: 'owner', value: 'ml', source: 'REQUEST' }];
    const updated = await run('COMPUTE_CLUSTER_UPDATE', changed, { input, costTags: tags });
    expect(updated.error).toBeUndefined();
    expect(updated.resource.observed).toMatchObject({
      scale: { maxNodeCount: 7 },
      description: 'changed',
      identity: { type: 'USER_ASSIGNED' },
      tags: { owner: 'ml' },
    });
    expect(updated.resource.observed).not.toMatchObject({ tags: { costCenter: '42' } });
    const system = {
      ...updated.resource,
      desired: {
        ...clusterForTests,
        identity: { type: 'SYSTEM_ASSIGNED', userAssignedIdentityIds: [] },
      },
    };
    const swapped = await run('COMPUTE_CLUSTER_UPDATE', system);
    expect(swapped.resource.observed).toMatchObject({
      identity: {
        type: 'SYSTEM_ASSIGNED',
        userAssignedIdentityIds: [],
        defaultIdentity: 'ws-one/computes/cpu',
      },
    });
  });

  it.each([
    [['description'], { description: 'changed' }, [{ key: 'costCenter', value: '42' }]],
    [['costTags'], {}, [{ key: 'owner', value: 'ml' }]],
  ])('send for %j nothing over what somebody changed in between', async (asked, change, tags) => {
    const { resource } = await run('COMPUTE_CLUSTER_CREATE', newCluster());
    const inPortal = await run('COMPUTE_CLUSTER_UPDATE', {
      ...resource,
      desired: {
        ...clusterForTests,
        scale: { minNodeCount: 0, maxNodeCount: 9, nodeIdleTimeBeforeScaleDown: 'PT10M' },
        identity: { type: 'USER_ASSIGNED', userAssignedIdentityIds: [identityId('a')] },
      },
    });
    const { scale, identity } = inPortal.resource.observed as Pick<
      ClusterDesired,
      'scale' | 'identity'
    >;
    expect([scale.maxNodeCount, identity.type]).toEqual([9, 'USER_ASSIGNED']);
    const desired = { ...clusterForTests, ...change };
    const updated = await run(
      'COMPUTE_CLUSTER_UPDATE',
      { ...resource, desired },
      { input: { asked }, costTags: tags },
    );
    expect(updated.error).toBeUndefined();
    expect(updated.resource.observed).toMatchObject({
      scale,
      identity,
      description: desired.description,
      tags: { [tags[0]!.key]: tags[0]!.value },
    });
  });

  it('keep an SSH key that Azure never shows', async () => {
    const ssh = {
      publicAccess: 'ENABLED',
      adminUsername: 'azureuser',
      publicKey: 'ssh-rsa AAAA',
    } as const;
    const made = await run('COMPUTE_CLUSTER_CREATE', newCluster({ ssh }));
    const updated = await run('COMPUTE_CLUSTER_UPDATE', made.resource);
    expect(updated.error).toBeUndefined();
    const sent = azure.exchanges.filter(({ method }) => method === 'PUT').at(-1);
    expect(JSON.stringify(sent)).toContain('ssh-rsa AAAA');
  });

  it('delete a cluster until it is gone', async () => {
    const made = await run('COMPUTE_CLUSTER_CREATE', newCluster());
    const deleted = await run('COMPUTE_CLUSTER_DELETE', made.resource);
    expect(deleted.done).toEqual(['delete compute', 'await deletion']);
    expect(deleted.resource.goneAt).not.toBeNull();
    expect(await azure.client.get(made.resource.armId)).toBeUndefined();
  });

  it('change the tags of groups and workspaces, and leave those of others', async () => {
    await put(group.armId, { location: 'eastus', tags: { theirs: 'x', costCenter: '42' } });
    const tags = [{ key: 'owner', value: 'ml', source: 'REQUEST' }];
    const input = { before: { costTags } };
    const changed = await run('RESOURCE_GROUP_UPDATE', group, { input, costTags: tags });
    expect(changed.resource.observed).toMatchObject({ tags: { theirs: 'x', owner: 'ml' } });
    const own = await run('WORKSPACE_UPDATE', workspace, { input, costTags: tags });
    expect(own.error).toBeUndefined();
    expect(own.resource.observed).toMatchObject({
      description: 'for tests',
      tags: { owner: 'ml' },
    });
  });

  it('never overwrite what Armature did not make', async () => {
    const theirs = newCluster();
    await put(theirs.armId, {
      location: 'eastus',
      properties: {
        computeType: 'AmlCompute',
        properties: { vmSize: 'Standard_NC6', scaleSettings: { maxNodeCount: 1 } },
      },
    });
    const refused = await run('COMPUTE_CLUSTER_CREATE', theirs);
    expect(refused.error).toMatchObject({ code: 'ALREADY_EXISTS', retry: 'NEVER' });
    expect(refused.resource.goneAt).not.toBeNull();
    const kept = await run('COMPUTE_CLUSTER_DELETE', newCluster());
    expect(kept.error?.code).toBe('NOT_OURS');
    expect(await azure.client.get(theirs.armId)).toBeDefined();
  });

  it('hold no group that somebody else made between the look and the PUT', async () => {
    const theirs = newGroup();
    const late = Object.create(azure.client, {
      put: {
        value: async (armId: string, body: ArmBody, call?: ArmCall) => {
          await put(armId, { location: 'eastus' });
          return azure.client.put(armId, body, call);
        },
      },
    }) as ArmPort;
    const refused = await run('RESOURCE_GROUP_CREATE', theirs, { arm: late });
    expect(refused.error).toMatchObject({ code: 'ALREADY_EXISTS', retry: 'NEVER' });
    expect(refused.resource.goneAt).not.toBeNull();
    expect(await azure.client.get(theirs.armId)).toBeDefined();
  });

  it('hold no group that somebody else made and filled between a PUT that was lost and the next', async () => {
    const theirs = newGroup();
    const workspace = `${theirs.armId}/providers/Microsoft.MachineLearningServices/workspaces/ws-theirs`;
    const late = Object.create(azure.client, {
      put: {
        value: async (armId: string, body: ArmBody, call?: ArmCall) => {
          await put(armId, { location: 'eastus' });
          await put(workspace, { location: 'eastus', properties: {} });
          return azure.client.put(armId, body, call);
        },
      },
    }) as ArmPort;
    const memory = { wrote: true, submittedAt: '2026-01-01T00:00:00Z' };
    const refused = await run('RESOURCE_GROUP_CREATE', theirs, { arm: late, memory });
    expect(refused.error).toMatchObject({ code: 'ALREADY_EXISTS', retry: 'NEVER' });
    expect(refused.resource.goneAt).not.toBeNull();
  });

  it('send a group again that stands as the same operation made it', async () => {
    const ours = newGroup();
    const operationId = randomUUID();
    expect((await run('RESOURCE_GROUP_CREATE', ours, { operationId })).error).toBeUndefined();
    expect((await run('RESOURCE_GROUP_CREATE', ours, { operationId })).error).toBeUndefined();
  });

  it('name a field that Azure took and ignored', async () => {
    await azure.control('faults', {
      name: 'IgnoresField',
      match: { method: 'PUT', pathPattern: '/computes/' },
      parameters: { field: 'description' },
    });
    const made = await run('COMPUTE_CLUSTER_CREATE', newCluster({ description: 'mine' }));
    expect(made.error).toMatchObject({ code: 'FIELD_IGNORED_BY_AZURE', target: 'description' });
    expect(made.done).toEqual(['check name', 'put compute', 'await compute']);
  });

  it('say quota where the operation ends without nodes, and keep what stands', async () => {
    await azure.control('faults', {
      name: 'FailsWith',
      match: { method: 'PUT', pathPattern: '/computes/' },
      parameters: { code: 'ClusterMinNodesExceedCoreQuota', when: 'operation' },
    });
    const made = await run('COMPUTE_CLUSTER_CREATE', newCluster());
    expect(made.error?.code).toBe('ClusterMinNodesExceedCoreQuota');
    expect(made.resource).toMatchObject({ provisioningState: 'FAILED', goneAt: null });
  });

  it('fail on a lock once, with its scope, and leave the cluster as it was', async () => {
    const made = await run('COMPUTE_CLUSTER_CREATE', newCluster());
    const lock = `${group.armId}/providers/Microsoft.Authorization/locks/keep`;
    await azure.send('PUT', `${lock}?api-version=2020-05-01`, {
      properties: { level: 'CanNotDelete' },
    });
    const refused = await run('COMPUTE_CLUSTER_DELETE', made.resource);
    expect(refused.error).toMatchObject({ code: 'ScopeLocked', retry: 'LATER' });
    expect(refused.again).toEqual([]);
    expect(refused.resource).toMatchObject({ provisioningState: 'SUCCEEDED', goneAt: null });
    await azure.send('DELETE', `${lock}?api-version=2020-05-01`);
  });

  it('say how to get a soft-deleted name back, and purge it', async () => {
    await run('WORKSPACE_DELETE', workspace);
    const again = await run('WORKSPACE_CREATE', newWorkspace());
    expect(again.error?.remedy).toContain('purge');
    expect(again.resource.provisioningState).toBe('FAILED');
    await run('WORKSPACE_DELETE', again.resource, { input: { purge: true } });
    expect((await run('WORKSPACE_CREATE', newWorkspace())).error).toBeUndefined();
  });

  it('undo a create, and only what it made', async () => {
    const operationId = randomUUID();
    const cluster = newCluster();
    const { compensation = [] } = kinds.operation('COMPUTE_CLUSTER_CREATE');
    const base = { arm: azure.client, costTags, ancestors: [workspace, group] };
    await runKind(kinds.operation('COMPUTE_CLUSTER_CREATE'), {
      ...base,
      resource: cluster,
      operationId,
    });
    await runSteps(compensation, { ...base, resource: cluster, operationId: randomUUID() });
    expect(await azure.client.get(cluster.armId)).toBeDefined();
    const undone = await runSteps(compensation, { ...base, resource: cluster, operationId });
    expect(undone.done).toEqual(['remove compute', 'await removal']);
    expect(await azure.client.get(cluster.armId)).toBeUndefined();
  });
});
