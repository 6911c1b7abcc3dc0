import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { azureScene, costTags } from '../../test/support/azure-scene.js';
import { clusterForTests } from '../../test/support/cluster-values.js';
import { runKind, runSteps } from '../../test/support/run-kind.js';
import type { ComputeClusterDesired } from './compute-clusters/compute-cluster.schema.js';
import { kinds } from './kinds.js';

const identityId = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;

describe('operations, against a simulated Azure', () => {
  const scene = azureScene();
  const { newCluster, put, run } = scene;

  it('make and delete a group and a workspace', async () => {
    expect([scene.group, scene.workspace].map((row) => row.provisioningState)).toEqual([
      'SUCCEEDED',
      'SUCCEEDED',
    ]);
    const deleted = await run('WORKSPACE_DELETE', scene.workspace, { input: { purge: true } });
    expect(deleted.resource.goneAt).not.toBeNull();
    const all = await run('RESOURCE_GROUP_DELETE', scene.group);
    expect(all.done).toEqual(['delete resource group', 'await deletion']);
    expect(await scene.azure.client.get(scene.group.armId)).toBeUndefined();
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
      ComputeClusterDesired,
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
    const sent = scene.azure.exchanges.filter(({ method }) => method === 'PUT').at(-1);
    expect(JSON.stringify(sent)).toContain('ssh-rsa AAAA');
  });

  it('delete a cluster until it is gone', async () => {
    const made = await run('COMPUTE_CLUSTER_CREATE', newCluster());
    const deleted = await run('COMPUTE_CLUSTER_DELETE', made.resource);
    expect(deleted.done).toEqual(['delete compute', 'await deletion']);
    expect(deleted.resource.goneAt).not.toBeNull();
    expect(await scene.azure.client.get(made.resource.armId)).toBeUndefined();
  });

  it('change the tags of groups and workspaces, and leave those of others', async () => {
    await put(scene.group.armId, { location: 'eastus', tags: { theirs: 'x', costCenter: '42' } });
    const tags = [{ key: 'owner', value: 'ml', source: 'REQUEST' }];
    const input = { before: { costTags } };
    const changed = await run('RESOURCE_GROUP_UPDATE', scene.group, { input, costTags: tags });
    expect(changed.resource.observed).toMatchObject({ tags: { theirs: 'x', owner: 'ml' } });
    const own = await run('WORKSPACE_UPDATE', scene.workspace, { input, costTags: tags });
    expect(own.error).toBeUndefined();
    expect(own.resource.observed).toMatchObject({
      description: 'for tests',
      tags: { owner: 'ml' },
    });
  });

  it('undo a create, and only what it made', async () => {
    const operationId = randomUUID();
    const cluster = newCluster();
    const { compensation = [] } = kinds.operation('COMPUTE_CLUSTER_CREATE');
    const base = { arm: scene.azure.client, costTags, ancestors: [scene.workspace, scene.group] };
    await runKind(kinds.operation('COMPUTE_CLUSTER_CREATE'), {
      ...base,
      resource: cluster,
      operationId,
    });
    await runSteps(compensation, { ...base, resource: cluster, operationId: randomUUID() });
    expect(await scene.azure.client.get(cluster.armId)).toBeDefined();
    const undone = await runSteps(compensation, { ...base, resource: cluster, operationId });
    expect(undone.done).toEqual(['remove compute', 'await removal']);
    expect(await scene.azure.client.get(cluster.armId)).toBeUndefined();
  });
});
