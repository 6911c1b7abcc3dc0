import { describe, expect, it } from 'vitest';
import {
  at,
  cluster,
  compute,
  createCluster,
  group,
  names,
  startSession,
  startWithWorkspace,
  workspace,
} from './support/session.js';

const vault = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv';

describe('workspaces', () => {
  it('read back what was set and what only Azure knows', async () => {
    const { call, pass } = await startSession();
    await call('PUT', group, { location: 'eastus' });
    await call('PUT', workspace, {
      location: 'eastus',
      tags: { costCenter: '42' },
      identity: {
        type: 'SystemAssigned, UserAssigned',
        userAssignedIdentities: { [userIdentity]: {} },
      },
      properties: { friendlyName: 'Friendly', keyVault: vault, provisioningState: 'Failed' },
    });
    expect(at((await call('GET', workspace)).body, 'properties.provisioningState')).toBe(
      'Creating',
    );
    pass(20);
    const { body } = await call('GET', workspace);
    expect(body).toMatchObject({
      type: 'Microsoft.MachineLearningServices/workspaces',
      tags: { costCenter: '42' },
      identity: { type: 'SystemAssigned,UserAssigned', principalId: expect.any(String) as string },
      sku: { name: 'Basic' },
      properties: { friendlyName: 'Friendly', keyVault: vault, provisioningState: 'Succeeded' },
    });
    expect(Object.keys(at(body, 'identity.userAssignedIdentities') as object)).toEqual([
      userIdentity.replace('resourceGroups', 'resourcegroups'),
    ]);
  });

  it('are changed at once by PUT and PATCH; the key vault stays', async () => {
    const { call } = await startWithWorkspace();
    expect(
      (await call('PUT', workspace, { location: 'eastus', properties: { keyVault: vault } }))
        .status,
    ).toBe(200);
    const patched = await call('PATCH', workspace, {
      tags: { a: 'b' },
      properties: { description: 'new' },
    });
    expect(patched).toMatchObject({
      status: 200,
      body: { tags: { a: 'b' }, properties: { description: 'new', keyVault: vault } },
    });
    const moved = await call('PATCH', workspace, { properties: { keyVault: `${vault}2` } });
    expect(at(moved.body, 'error.code')).toBe('PropertyChangeNotAllowed');
  });

  it('keep their name after a delete until they are purged', async () => {
    const { call, pass } = await startWithWorkspace();
    expect((await call('DELETE', workspace)).status).toBe(202);
    pass(15);
    expect((await call('GET', workspace)).status).toBe(404);
    expect((await call('DELETE', workspace)).status).toBe(204);
    const again = await call('PUT', workspace, { location: 'eastus' });
    expect(again).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
    expect(at(again.body, 'error.message')).toContain('Soft-deleted workspace exists');
    await call('DELETE', `${workspace}?forceToPurge=true`);
    pass(15);
    expect((await call('PUT', workspace, { location: 'eastus' })).status).toBe(202);
  });

  it('are gone at once when they are deleted with forceToPurge', async () => {
    const { call, pass } = await startWithWorkspace();
    await call('DELETE', `${workspace}?forceToPurge=true`);
    pass(15);
    expect((await call('PUT', workspace, { location: 'eastus' })).status).toBe(202);
  });

  it('take their computes with them', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu');
    await session.call('DELETE', `${workspace}?forceToPurge=true`);
    session.pass(15);
    await session.call('PUT', workspace, { location: 'eastus' });
    session.pass(20);
    expect(at((await session.call('GET', `${workspace}/computes`)).body, 'value')).toEqual([]);
  });

  it('are listed in their group and in the subscription, without deleted ones', async () => {
    const { call, pass } = await startWithWorkspace();
    await call('PUT', workspace.replace(/work$/, 'other'), { location: 'eastus' });
    await call('DELETE', workspace);
    pass(20);
    for (const scope of [group, '']) {
      const listed = await call(
        'GET',
        `${scope}/providers/Microsoft.MachineLearningServices/workspaces`,
      );
      expect(names(listed.body)).toEqual(['other']);
    }
  });

  it('refuse bad names, other regions, and clusters while they come into being', async () => {
    const { call } = await startSession();
    expect(at((await call('PUT', workspace, { location: 'eastus' })).body, 'error.code')).toBe(
      'ResourceGroupNotFound',
    );
    await call('PUT', group, { location: 'eastus' });
    expect(
      (await call('PUT', workspace.replace(/work$/, 'x'), { location: 'eastus' })).status,
    ).toBe(400);
    await call('PUT', workspace, { location: 'eastus' });
    expect(at((await call('PUT', workspace, { location: 'westus' })).body, 'error.code')).toBe(
      'InvalidResourceLocation',
    );
    expect(at((await call('PUT', compute('cpu'), cluster())).body, 'error.code')).toBe('Conflict');
  });

  it('from before general availability refuse clusters', async () => {
    const { call, control, simulator } = await startWithWorkspace();
    const workspaceId = `/subscriptions/${simulator.subscriptionId}${workspace}`;
    await control('POST', 'legacy-workspaces', { workspaceId });
    const refused = await call('PUT', compute('cpu'), cluster());
    expect(refused.status).toBe(400);
    expect(at(refused.body, 'error.message')).toMatch(/before .* generally available/);
  });
});

const userIdentity =
  '/subscriptions/s/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/jobs';
