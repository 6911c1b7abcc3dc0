import { describe, expect, it } from 'vitest';
import { at, cluster, compute, createCluster, startWithWorkspace } from './support/session.js';

const identityId = (name: string): string =>
  `/subscriptions/s/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;

describe('compute clusters', () => {
  it('have the identities they were given, filled in, and lose them by a PUT without', async () => {
    const session = await startWithWorkspace();
    const system = await createCluster(
      session,
      'sys',
      {},
      { identity: { type: 'SystemAssigned' } },
    );
    expect(at(system, 'identity')).toMatchObject({
      type: 'SystemAssigned',
      principalId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      tenantId: expect.any(String) as string,
    });
    const user = await createCluster(
      session,
      'usr',
      {},
      {
        identity: {
          type: 'UserAssigned',
          userAssignedIdentities: { [identityId('one')]: {}, [identityId('two')]: {} },
        },
      },
    );
    const given = Object.entries(at(user, 'identity.userAssignedIdentities') as object);
    expect(given.map(([id]) => id)).toEqual(
      ['one', 'two'].map((name) => identityId(name).replace('resourceGroups', 'resourcegroups')),
    );
    expect(given[0]?.[1]).toEqual({
      principalId: expect.any(String) as string,
      clientId: expect.any(String) as string,
    });
    await session.call('PUT', compute('usr'), cluster());
    expect((await session.call('GET', compute('usr'))).body).not.toHaveProperty('identity');
  });

  it('refuse both kinds of identity at once, and ids that are none', async () => {
    const { call } = await startWithWorkspace();
    const ids = { [identityId('one')]: {} };
    for (const identity of [
      { type: 'SystemAssigned,UserAssigned', userAssignedIdentities: ids },
      { type: 'UserAssigned' },
      { type: 'UserAssigned', userAssignedIdentities: { nonsense: {} } },
    ])
      expect((await call('PUT', compute('cpu'), cluster({}, { identity }))).status).toBe(400);
  });
});
