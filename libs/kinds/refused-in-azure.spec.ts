import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { azureScene } from '../../test/support/azure-scene.js';
import type { ArmBody, ArmCall, ArmPort } from '../operations/arm.port.js';

describe('operations that Azure refuses, or that find something of others', () => {
  const scene = azureScene();
  const { newCluster, newGroup, newWorkspace, put, run } = scene;

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
    expect(await scene.azure.client.get(theirs.armId)).toBeDefined();
  });

  it('hold no group that somebody else made between the look and the PUT', async () => {
    const theirs = newGroup();
    const late = Object.create(scene.azure.client, {
      put: {
        value: async (armId: string, body: ArmBody, call?: ArmCall) => {
          await put(armId, { location: 'eastus' });
          return scene.azure.client.put(armId, body, call);
        },
      },
    }) as ArmPort;
    const refused = await run('RESOURCE_GROUP_CREATE', theirs, { arm: late });
    expect(refused.error).toMatchObject({ code: 'ALREADY_EXISTS', retry: 'NEVER' });
    expect(refused.resource.goneAt).not.toBeNull();
    expect(await scene.azure.client.get(theirs.armId)).toBeDefined();
  });

  it('hold no group that somebody else made and filled between a PUT that was lost and the next', async () => {
    const theirs = newGroup();
    const workspace = `${theirs.armId}/providers/Microsoft.MachineLearningServices/workspaces/ws-theirs`;
    const late = Object.create(scene.azure.client, {
      put: {
        value: async (armId: string, body: ArmBody, call?: ArmCall) => {
          await put(armId, { location: 'eastus' });
          await put(workspace, { location: 'eastus', properties: {} });
          return scene.azure.client.put(armId, body, call);
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
    await scene.azure.control('faults', {
      name: 'IgnoresField',
      match: { method: 'PUT', pathPattern: '/computes/' },
      parameters: { field: 'description' },
    });
    const made = await run('COMPUTE_CLUSTER_CREATE', newCluster({ description: 'mine' }));
    expect(made.error).toMatchObject({ code: 'FIELD_IGNORED_BY_AZURE', target: 'description' });
    expect(made.done).toEqual(['check name', 'put compute', 'await compute']);
  });

  it('say quota where the operation ends without nodes, and keep what stands', async () => {
    await scene.azure.control('faults', {
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
    const lock = `${scene.group.armId}/providers/Microsoft.Authorization/locks/keep`;
    await scene.azure.send('PUT', `${lock}?api-version=2020-05-01`, {
      properties: { level: 'CanNotDelete' },
    });
    const refused = await run('COMPUTE_CLUSTER_DELETE', made.resource);
    expect(refused.error).toMatchObject({ code: 'ScopeLocked', retry: 'LATER' });
    expect(refused.again).toEqual([]);
    expect(refused.resource).toMatchObject({ provisioningState: 'SUCCEEDED', goneAt: null });
    await scene.azure.send('DELETE', `${lock}?api-version=2020-05-01`);
  });

  it('say how to get a soft-deleted name back, and purge it', async () => {
    await run('WORKSPACE_DELETE', scene.workspace);
    const again = await run('WORKSPACE_CREATE', newWorkspace());
    expect(again.error?.remedy).toContain('purge');
    expect(again.resource.provisioningState).toBe('FAILED');
    await run('WORKSPACE_DELETE', again.resource, { input: { purge: true } });
    expect((await run('WORKSPACE_CREATE', newWorkspace())).error).toBeUndefined();
  });
});
