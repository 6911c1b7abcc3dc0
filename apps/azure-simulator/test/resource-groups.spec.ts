import { describe, expect, it } from 'vitest';
import {
  at,
  compute,
  createCluster,
  group,
  names,
  startSession,
  startWithWorkspace,
  workspace,
} from './support/session.js';

describe('resource groups', () => {
  it('are created with 201, replaced with 200, and told apart by HEAD: 204 or 404', async () => {
    const { call, simulator } = await startSession();
    expect(await call('HEAD', group)).toMatchObject({ status: 404, text: '' });
    expect(await call('PUT', group, { location: 'West US 2', tags: { a: '1' } })).toMatchObject({
      status: 201,
      body: {
        id: `/subscriptions/${simulator.subscriptionId}/resourceGroups/rg`,
        location: 'westus2',
        tags: { a: '1' },
        properties: { provisioningState: 'Succeeded' },
      },
    });
    expect((await call('HEAD', '/RESOURCEGROUPS/RG')).status).toBe(204);
    const replaced = await call('PUT', group, { location: 'westus2' });
    expect(replaced.status).toBe(200);
    expect(replaced.body).not.toHaveProperty('tags');
  });

  it('keep what a PATCH does not name', async () => {
    const { call } = await startSession();
    await call('PUT', group, { location: 'eastus', managedBy: 'me', tags: { a: '1' } });
    const patched = await call('PATCH', group, { tags: { b: '2' } });
    expect(patched.body).toMatchObject({ location: 'eastus', managedBy: 'me', tags: { b: '2' } });
  });

  it('are listed by tag and by pages', async () => {
    const { call } = await startSession();
    for (const [name, owner] of [
      ['one', 'me'],
      ['two', 'you'],
      ['three', 'me'],
    ] as const)
      await call('PUT', `/resourceGroups/${name}`, { location: 'eastus', tags: { owner } });
    const mine = await call(
      'GET',
      `/resourcegroups?$filter=${encodeURIComponent("tagName eq 'Owner' and tagValue eq 'me'")}`,
    );
    expect(names(mine.body)).toEqual(['one', 'three']);
    const first = await call('GET', '/resourcegroups?$top=2');
    expect(at(first.body, 'value')).toHaveLength(2);
    const next = await call('GET', String(at(first.body, 'nextLink')));
    expect(names(next.body)).toEqual(['three']);
  });

  it('refuse another location, a bad name and bad tags', async () => {
    const { call } = await startSession();
    await call('PUT', group, { location: 'eastus' });
    expect(await call('PUT', group, { location: 'westus' })).toMatchObject({
      status: 409,
      body: { error: { code: 'InvalidResourceGroupLocation' } },
    });
    expect((await call('PUT', '/resourceGroups/dot.', { location: 'eastus' })).status).toBe(400);
    expect((await call('PUT', group, { location: 'atlantis' })).status).toBe(400);
    expect((await call('PUT', group, { location: 'eastus', tags: { 'a<b': 'x' } })).status).toBe(
      400,
    );
    expect((await call('GET', '/resourceGroups/none')).body).toEqual({
      error: {
        code: 'ResourceGroupNotFound',
        message: "Resource group 'none' could not be found.",
      },
    });
  });

  it('take everything inside with them, and refuse writes meanwhile', async () => {
    const session = await startWithWorkspace();
    const { call, pass } = session;
    await createCluster(session, 'cpu');
    await call('DELETE', group);
    expect(at((await call('PUT', group, { location: 'eastus' })).body, 'error')).toMatchObject({
      code: 'ResourceGroupBeingDeleted',
    });
    pass(15);
    expect((await call('GET', group)).status).toBe(404);
    await call('PUT', group, { location: 'eastus' });
    expect((await call('GET', workspace)).status).toBe(404);
    await call('PUT', workspace, { location: 'eastus' });
    pass(20);
    expect((await call('GET', compute('cpu'))).status).toBe(404);
  });
});
