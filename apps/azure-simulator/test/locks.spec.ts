import { describe, expect, it } from 'vitest';
import {
  at,
  cluster,
  compute,
  createCluster,
  group,
  startWithWorkspace,
  workspace,
} from './support/session.js';

const lockOf = (scope: string, name = 'keep'): string =>
  `${scope}/providers/Microsoft.Authorization/locks/${name}`;
const canNotDelete = { properties: { level: 'CanNotDelete', notes: 'ask first' } };
const readOnly = { properties: { level: 'ReadOnly' } };
const remove = `${compute('cpu')}?underlyingResourceAction=Delete`;

describe('management locks', () => {
  it('are put with 201 and 200, read, listed from the scope down, and removed with 200 and 204', async () => {
    const { call, simulator } = await startWithWorkspace();
    expect((await call('PUT', lockOf(workspace), canNotDelete)).status).toBe(201);
    expect((await call('PUT', lockOf(workspace), canNotDelete)).status).toBe(200);
    expect((await call('GET', lockOf(workspace))).body).toEqual({
      id: `/subscriptions/${simulator.subscriptionId}${lockOf(workspace)}`,
      type: 'Microsoft.Authorization/locks',
      name: 'keep',
      properties: { level: 'CanNotDelete', notes: 'ask first' },
    });
    const list = `${group}/providers/Microsoft.Authorization/locks`;
    expect(at((await call('GET', list)).body, 'value')).toHaveLength(1);
    expect(at((await call('GET', `${list}?$filter=atScope()`)).body, 'value')).toHaveLength(0);
    expect((await call('DELETE', lockOf(workspace))).status).toBe(200);
    expect((await call('DELETE', lockOf(workspace))).status).toBe(204);
    expect((await call('GET', lockOf(workspace))).status).toBe(404);
  });

  it('on the group refuse deletes below, in the words of ARM', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu');
    await session.call('PUT', lockOf(group), canNotDelete);
    const subscription = `/subscriptions/${session.simulator.subscriptionId}`;
    expect(await session.call('DELETE', remove)).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'ScopeLocked',
          message: `The scope '${subscription}${compute('cpu')}' cannot perform delete operation because following scope(s) are locked: '${subscription}${group}'. Please remove the lock and try again.`,
        },
      },
    });
    expect((await session.call('PUT', compute('cpu'), cluster())).status).toBe(200);
  });

  it('inside block the delete of what holds them, as a whole', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu');
    await session.call('PUT', lockOf(compute('cpu')), canNotDelete);
    for (const path of [group, workspace, remove])
      expect(at((await session.call('DELETE', path)).body, 'error.code')).toBe('ScopeLocked');
    expect((await session.call('GET', group)).status).toBe(200);
  });

  it('of level ReadOnly refuse writes and POST actions too, and let reads through', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu');
    await session.call('PUT', lockOf(''), readOnly);
    const refused = [
      await session.call('PUT', compute('cpu'), cluster()),
      await session.call('PATCH', group, { tags: {} }),
      await session.call('POST', `${compute('cpu')}/listNodes`),
      await session.call('DELETE', remove),
    ];
    for (const { body } of refused) expect(at(body, 'error.code')).toBe('ScopeLocked');
    expect((await session.call('GET', compute('cpu'))).status).toBe(200);
    expect((await session.call('DELETE', lockOf(''))).status).toBe(200);
  });

  it('need a scope that exists and a level', async () => {
    const { call } = await startWithWorkspace();
    expect((await call('PUT', lockOf('/resourceGroups/none'), canNotDelete)).status).toBe(404);
    expect((await call('PUT', lockOf(group), { properties: { level: 'Sometimes' } })).status).toBe(
      400,
    );
  });
});
