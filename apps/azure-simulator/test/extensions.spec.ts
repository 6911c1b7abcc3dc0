import { describe, expect, it } from 'vitest';
import {
  absolute,
  arc,
  azureMl,
  changeCluster,
  connectedCluster,
  ext,
  extension,
  firstExt,
  startWithCluster,
} from './support/kubernetes-session.js';
import { at, names, type Session } from './support/session.js';

const read = async (session: Session, options = ext): Promise<unknown> =>
  (await session.call('GET', extension(), undefined, options)).body;
const state = async (session: Session): Promise<unknown> =>
  at(await read(session), 'properties.provisioningState');

const hours = (count: number): number => count * 3600;

describe('installing an extension', () => {
  it('is Creating for some minutes, then Succeeded with its version; a PUT of the same changes nothing', async () => {
    const session = await startWithCluster();
    const created = await session.call('PUT', extension(), azureMl(), ext);
    expect(created.status).toBe(201);
    expect(created.headers['x-ms-async-operation-timeout']).toBe('PT48H');
    const poll = created.headers['azure-asyncoperation'] ?? '';
    expect((await session.call('GET', poll)).body).toMatchObject({ status: 'Creating' });
    session.pass(120);
    expect(await state(session)).toBe('Creating');
    session.pass(120);
    expect((await session.call('GET', poll)).body).toMatchObject({ status: 'Succeeded' });
    expect(await read(session)).toMatchObject({
      identity: { type: 'SystemAssigned' },
      properties: {
        provisioningState: 'Succeeded',
        currentVersion: '1.1.70',
        releaseTrain: 'Stable',
        scope: { cluster: { releaseNamespace: 'azureml' } },
        errorInfo: null,
      },
    });
    const again = await session.call('PUT', extension(), azureMl(), ext);
    expect(again.status).toBe(200);
    expect(at(again.body, 'properties.provisioningState')).toBe('Succeeded');
  });

  it('has installState and answers at once in 2020-07-01-preview', async () => {
    const session = await startWithCluster();
    const created = await session.call('PUT', extension(), azureMl(), firstExt);
    expect(created.status).toBe(200);
    expect(created.headers['azure-asyncoperation']).toBeUndefined();
    expect(at(created.body, 'properties.installState')).toBe('Pending');
    expect(at(created.body, 'properties.provisioningState')).toBeUndefined();
    session.pass(240);
    expect(at(await read(session, firstExt), 'properties.installState')).toBe('Installed');
    expect(await state(session)).toBe('Succeeded');
  });

  it.each([
    ['nodeSelector.nvidia.com/gpu.present', 'Failed'],
    ['nodeSelector.nvidia\\.com/gpu\\.present', 'Succeeded'],
    ['nodeSelector.pool', 'Succeeded'],
  ])('reads %s as helm does: %s', async (setting, ends) => {
    const session = await startWithCluster();
    const configurationSettings = { enableTraining: 'True', [setting]: 'yes' };
    const created = await session.call('PUT', extension(), azureMl(configurationSettings), ext);
    session.pass(240);
    expect(await state(session)).toBe(ends);
    const { body } = await session.call('GET', created.headers['azure-asyncoperation'] ?? '');
    const message = String(at(body, 'error.message'));
    expect(
      message.includes('ValidationError(Deployment.spec.template.spec.nodeSelector.nvidia)'),
    ).toBe(ends === 'Failed');
  });

  it('never answers protected settings nor keeps them', async () => {
    const session = await startWithCluster();
    const secret = { configurationProtectedSettings: { sslKeyPemFile: 'not-for-others' } };
    const created = await session.call('PUT', extension(), azureMl({}, secret), ext);
    session.pass(240);
    const seen = [
      created.text,
      JSON.stringify(await read(session)),
      JSON.stringify(await read(session, firstExt)),
    ];
    expect(seen.join()).not.toMatch(/not-for-others|rotectedSettings/);
  });

  it.each([
    ['a pinned version with auto-upgrade', { version: '1.1.1' }, 'properties.version'],
    ['two scopes', { scope: { cluster: {}, namespace: {} } }, 'properties.scope'],
    [
      'a setting that is no string',
      { configurationSettings: { enableTraining: true } },
      'properties.configurationSettings.enableTraining',
    ],
  ])('is refused with %s', async (_, properties, target) => {
    const session = await startWithCluster();
    const refused = await session.call('PUT', extension(), azureMl({}, properties), ext);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ error: { target } });
  });

  it('works on an AKS cluster too, and is 404 where there is no cluster', async () => {
    const session = await startWithCluster();
    const aks = '/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks';
    const path = `${aks}/providers/Microsoft.KubernetesConfiguration/extensions/aml`;
    expect((await session.call('PUT', path, azureMl(), ext)).status).toBe(404);
    await changeCluster(session, 'connect', { clusterId: absolute(session, aks) });
    expect((await session.call('PUT', path, azureMl(), ext)).status).toBe(201);
    expect(
      names(
        (
          await session.call(
            'GET',
            '/providers/Microsoft.Kubernetes/connectedClusters',
            undefined,
            arc,
          )
        ).body,
      ),
    ).toEqual(['k8s']);
  });
});

describe('an installation that fails', () => {
  it.each([
    ['E45003', /E45003, BAD_NETWORK_CONNECTIVITY/],
    ['HelmNameInUse', /can't reuse a name that is still in use/],
    ['HelmOperationInProgress', /earlier operation for the helm chart is still in progress/],
    ['WebhookTimeout', /failed calling webhook/],
  ])(
    'with %s says so in the operation, errorInfo and statuses; trying again helps',
    async (failure, words) => {
      const session = await startWithCluster();
      await session.control('POST', 'faults', { name: 'ExtensionFails', parameters: { failure } });
      const created = await session.call('PUT', extension(), azureMl(), ext);
      session.pass(240);
      const poll = await session.call('GET', created.headers['azure-asyncoperation'] ?? '');
      expect(poll.body).toMatchObject({
        status: 'Failed',
        error: { code: 'ExtensionOperationFailed' },
      });
      const failed = await read(session);
      expect(at(failed, 'properties.provisioningState')).toBe('Failed');
      expect(at(failed, 'properties.errorInfo.message')).toMatch(words);
      expect(at(failed, 'properties.statuses.0.level')).toBe('Error');
      expect(at(await read(session, firstExt), 'properties.installState')).toBe('Failed');
      expect((await session.call('PUT', extension(), azureMl(), ext)).status).toBe(200);
      session.pass(240);
      expect(await state(session)).toBe('Succeeded');
      expect(at(await read(session), 'properties.errorInfo')).toBeNull();
    },
  );

  it('finds by itself that a highly available router has too few nodes', async () => {
    const session = await startWithCluster({ totalNodeCount: 1 });
    await session.call('PUT', extension(), azureMl({ enableInference: 'True' }), ext);
    session.pass(240);
    expect(at(await read(session), 'properties.errorInfo.message')).toMatch(/E40002/);
  });
});

describe('an offline cluster', () => {
  it('makes no progress, and the installation fails after 48 hours', async () => {
    const session = await startWithCluster();
    await changeCluster(session, 'stopHeartbeats');
    session.pass(16 * 60);
    await session.call('PUT', extension(), azureMl(), ext);
    await session.control('POST', 'clock', { advanceSeconds: hours(47) });
    expect(await state(session)).toBe('Creating');
    await session.control('POST', 'clock', { advanceSeconds: hours(1) });
    expect(await state(session)).toBe('Failed');
  });

  it('goes on when it is back', async () => {
    const session = await startWithCluster();
    await changeCluster(session, 'stopHeartbeats');
    session.pass(16 * 60);
    await session.call('PUT', extension(), azureMl(), ext);
    session.pass(hours(1));
    await changeCluster(session, 'resumeHeartbeats');
    session.pass(240);
    expect(await state(session)).toBe('Succeeded');
  });
});

describe('an extension that stands', () => {
  it('is patched: 202 with a change, 200 without', async () => {
    const session = await startWithCluster();
    await session.call('PUT', extension(), azureMl(), ext);
    session.pass(240);
    const none = await session.call('PATCH', extension(), { properties: {} }, ext);
    expect(none.status).toBe(200);
    const settings = { properties: { configurationSettings: { installVolcano: 'False' } } };
    const patched = await session.call('PATCH', extension(), settings, ext);
    expect(patched.status).toBe(202);
    session.pass(120);
    expect(await read(session)).toMatchObject({
      properties: {
        provisioningState: 'Succeeded',
        configurationSettings: { enableTraining: 'True', installVolcano: 'False' },
      },
    });
  });

  it('is deleted by a long-running operation, at once in 2020-07-01-preview, and with its cluster', async () => {
    const session = await startWithCluster();
    await session.call('PUT', extension(), azureMl(), ext);
    session.pass(240);
    const deleted = await session.call('DELETE', extension(), undefined, ext);
    expect(deleted.status).toBe(202);
    expect(deleted.headers['x-ms-async-operation-timeout']).toBe('PT1H');
    session.pass(60);
    const poll = await session.call('GET', deleted.headers['azure-asyncoperation'] ?? '');
    expect(poll.body).toMatchObject({ status: 'Succeeded' });
    expect((await session.call('DELETE', extension(), undefined, ext)).status).toBe(204);
    await session.call('PUT', extension(), azureMl(), ext);
    expect((await session.call('DELETE', extension(), undefined, firstExt)).status).toBe(200);
    await session.call('PUT', extension(), azureMl(), ext);
    await session.call('DELETE', connectedCluster, undefined, arc);
    session.pass(20);
    await changeCluster(session, 'connect');
    expect((await session.call('GET', extension(), undefined, ext)).status).toBe(404);
  });
});
