import { describe, expect, it } from 'vitest';
import {
  at,
  cluster,
  compute,
  createCluster,
  names,
  scale,
  startWithWorkspace,
  workspace,
} from './support/session.js';

describe('compute clusters', () => {
  it('read back as ARM writes them: sizes in upper case, nulls, dates with seven decimals', async () => {
    const session = await startWithWorkspace();
    const body = await createCluster(session, 'cpu', {}, { tags: { costCenter: '42' } });
    expect(body).toMatchObject({
      type: 'Microsoft.MachineLearningServices/workspaces/computes',
      location: 'eastus',
      tags: { costCenter: '42' },
      properties: {
        computeType: 'AmlCompute',
        computeLocation: 'eastus',
        provisioningState: 'Succeeded',
        provisioningErrors: null,
        resourceId: null,
        isAttachedCompute: false,
        properties: {
          vmSize: 'STANDARD_D3_V2',
          vmPriority: 'Dedicated',
          osType: 'Linux',
          virtualMachineImage: null,
          subnet: null,
          errors: null,
          allocationState: 'Steady',
          currentNodeCount: 0,
          targetNodeCount: 0,
          remoteLoginPortPublicAccess: 'Enabled',
          enableNodePublicIp: true,
        },
      },
    });
    expect(at(body, 'properties.createdOn')).toMatch(/\.\d{7}\+00:00$/);
  });

  it('have no counts while they come into being', async () => {
    const { call } = await startWithWorkspace();
    await call('PUT', compute('cpu'), cluster());
    const { body } = await call('GET', compute('cpu'));
    expect(at(body, 'properties.properties')).toMatchObject({
      currentNodeCount: null,
      targetNodeCount: null,
      nodeStateCounts: null,
    });
  });

  it('can be in another region than their workspace', async () => {
    const session = await startWithWorkspace();
    await session.call('PUT', compute('cpu'), {
      location: 'eastus',
      properties: {
        computeType: 'AmlCompute',
        computeLocation: 'westus2',
        properties: scale(0, 1),
      },
    });
    const { body } = await session.call('GET', compute('cpu'));
    expect(body).toMatchObject({ location: 'eastus', properties: { computeLocation: 'westus2' } });
  });

  it('never answer a secret, and keep the SSH key that a re-sent GET leaves out', async () => {
    const session = await startWithWorkspace();
    const credentials = {
      adminUserName: 'me',
      adminUserSshPublicKey: 'ssh-rsa AAAA',
      adminUserPassword: 'hush',
    };
    const body = await createCluster(session, 'cpu', { userAccountCredentials: credentials });
    expect(JSON.stringify(body)).not.toMatch(/ssh-rsa|hush/);
    expect(at(body, 'properties.properties.userAccountCredentials')).toEqual({
      adminUserName: 'me',
    });
    expect((await session.call('PUT', compute('cpu'), body)).status).toBe(200);
    const { call, pass } = session;
    pass(15);
    const rekeyed = { ...credentials, adminUserSshPublicKey: 'ssh-rsa BBBB' };
    const refused = await call('PUT', compute('cpu'), cluster({ userAccountCredentials: rekeyed }));
    expect(at(refused.body, 'error.code')).toBe('PropertyChangeNotAllowed');
  });

  it('answer NotSpecified remote login as Enabled, in a VNet as Disabled', async () => {
    const session = await startWithWorkspace();
    const open = await createCluster(session, 'open', {
      remoteLoginPortPublicAccess: 'NotSpecified',
    });
    const shut = await createCluster(session, 'shut', {
      remoteLoginPortPublicAccess: 'NotSpecified',
      subnet: {
        id: '/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/s',
      },
    });
    const path = 'properties.properties.remoteLoginPortPublicAccess';
    expect([at(open, path), at(shut, path)]).toEqual(['Enabled', 'Disabled']);
  });

  it('are overwritten by a PUT without a warning: tags, description, scale', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu', {}, { tags: { a: '1' } });
    const body = { ...cluster(scale(0, 9)), tags: { b: '2' } };
    expect((await session.call('PUT', compute('cpu'), body)).status).toBe(200);
    session.pass(15);
    expect((await session.call('GET', compute('cpu'))).body).toMatchObject({
      tags: { b: '2' },
      properties: { properties: { scaleSettings: { maxNodeCount: 9 } } },
    });
  });

  it.each([
    ['vmSize', { vmSize: 'Standard_NC6' }],
    ['vmPriority', { vmPriority: 'LowPriority' }],
    ['subnet', { subnet: { id: '/subscriptions/s/subnets/x' } }],
    ['enableNodePublicIp', { enableNodePublicIp: false }],
  ])('refuse another %s', async (name, change) => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu');
    expect(await session.call('PUT', compute('cpu'), cluster(change))).toMatchObject({
      status: 400,
      body: {
        error: { code: 'PropertyChangeNotAllowed', target: `properties.properties.${name}` },
      },
    });
  });

  it('take scale settings, and nothing else, by PATCH', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu', {}, { tags: { a: '1' } });
    const patched = await session.call('PATCH', compute('cpu'), {
      properties: { properties: scale(0, 7, 'PT5M') },
    });
    expect(patched).toMatchObject({
      status: 200,
      body: { properties: { provisioningState: 'Updating' } },
    });
    expect(patched.headers).toHaveProperty('azure-asyncoperation');
    session.pass(15);
    expect((await session.call('GET', compute('cpu'))).body).toMatchObject({
      tags: { a: '1' },
      properties: {
        properties: { scaleSettings: { maxNodeCount: 7, nodeIdleTimeBeforeScaleDown: 'PT5M' } },
      },
    });
  });

  it('refuse sizes that do not exist, a minimum above the maximum and durations that are none', async () => {
    const { call } = await startWithWorkspace();
    for (const wrong of [{ vmSize: 'Standard_X9' }, scale(3, 2), scale(0, 1, '120')])
      expect((await call('PUT', compute('cpu'), cluster(wrong))).status).toBe(400);
  });

  it('are listed in pages by $skip, ids with resourcegroups in lower case', async () => {
    const { call } = await startWithWorkspace();
    for (let number = 1; number <= 101; number += 1)
      await call('PUT', compute(`c${String(number).padStart(3, '0')}`), cluster());
    const first = await call('GET', `${workspace}/computes`);
    const rest = await call('GET', String(at(first.body, 'nextLink')));
    expect(names(first.body)).toHaveLength(100);
    expect(names(rest.body)).toEqual(['c101']);
    expect(rest.body).not.toHaveProperty('nextLink');
    expect(at(first.body, 'value.0.id')).toContain('/resourcegroups/rg/');
  });

  it('are not deleted without underlyingResourceAction; a second delete finds nothing', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu');
    const path = `${compute('cpu')}?underlyingResourceAction=`;
    expect((await session.call('DELETE', compute('cpu'))).status).toBe(400);
    expect((await session.call('DELETE', `${path}Detach`)).status).toBe(400);
    expect((await session.call('DELETE', `${path}Delete`)).status).toBe(202);
    expect(at((await session.call('PUT', compute('cpu'), cluster())).body, 'error.code')).toBe(
      'Conflict',
    );
    session.pass(40);
    expect((await session.call('DELETE', `${path}Delete`)).status).toBe(204);
  });

  it('refuse listKeys and start in the words of Machine Learning', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu');
    expect((await session.call('POST', `${compute('cpu')}/listKeys`)).body).toEqual({
      error: {
        code: 'UserError',
        message: 'ComputeListKeys with computeType AmlCompute is not supported.',
      },
    });
    expect((await session.call('POST', `${compute('cpu')}/start`)).status).toBe(400);
  });

  it('need a workspace', async () => {
    const { call } = await startWithWorkspace();
    const path = `${workspace.replace(/work$/, 'none')}/computes/cpu`;
    expect(at((await call('PUT', path, cluster())).body, 'error.code')).toBe(
      'ParentResourceNotFound',
    );
    expect((await call('GET', path)).status).toBe(404);
  });
});
