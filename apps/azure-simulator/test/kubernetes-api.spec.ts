import { describe, expect, it, onTestFinished } from 'vitest';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import {
  absolute,
  azureMl,
  connectedCluster,
  ext,
  extension,
  startWithCluster,
} from './support/kubernetes-session.js';
import { sender } from './support/send.js';
import { at, type Session } from './support/session.js';

async function startWithExtension(): Promise<Session> {
  const session = await startWithCluster();
  await session.call('PUT', extension(), azureMl(), ext);
  return session;
}

const change = (session: Session, action: string, more: object = {}) =>
  session.control('POST', 'kubernetes', {
    action,
    clusterId: absolute(session, connectedCluster),
    ...more,
  });

async function apiOf(session: Session): Promise<CoreV1Api> {
  const config = new KubeConfig();
  config.loadFromString(JSON.stringify(await change(session, 'kubeconfig')));
  return config.makeApiClient(CoreV1Api);
}

const ready = async (api: CoreV1Api): Promise<(boolean | undefined)[]> =>
  (await api.listNamespacedPod({ namespace: 'azureml' })).items.map(
    ({ status }) => status?.containerStatuses?.every((one) => one.ready) ?? false,
  );

describe('the Kubernetes API of a cluster', () => {
  it('serves pods that follow the extension, to the public client', async () => {
    const session = await startWithExtension();
    const api = await apiOf(session);
    expect(new Set(await ready(api))).toEqual(new Set([false]));
    session.pass(240);
    expect(new Set(await ready(api))).toEqual(new Set([true]));
    const { items } = await api.listNamespace();
    expect(items.map(({ metadata }) => metadata?.name)).toContain('azureml');
    await expect(api.readNamespace({ name: 'nowhere' })).rejects.toMatchObject({ code: 404 });
  });

  it.each(['CrashLoopBackOff', 'ImagePullBackOff', 'Unschedulable'])(
    'serves a pod that is not ready: %s',
    async (reason) => {
      const session = await startWithExtension();
      session.pass(240);
      await change(session, 'breakPods', { podPrefix: 'gateway', reason });
      const api = await apiOf(session);
      expect((await ready(api)).filter((one) => !one)).toHaveLength(1);
      const { items } = await api.listNamespacedPod({ namespace: 'azureml' });
      expect(JSON.stringify(items)).toContain(reason);
      await change(session, 'healPods');
      expect(new Set(await ready(api))).toEqual(new Set([true]));
    },
  );

  it('makes tables for kubectl, and lets in nobody without the token', async () => {
    const session = await startWithExtension();
    session.pass(240);
    const config = await change(session, 'kubeconfig');
    const url = `${String(at(config, 'clusters.0.cluster.server'))}/api/v1/namespaces/azureml/pods`;
    const { send, close } = sender(session.simulator.caFile);
    onTestFinished(close);
    const headers = {
      authorization: `Bearer ${String(at(config, 'users.0.user.token'))}`,
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
    };
    const { body } = await send('GET', url, headers);
    expect(body).toMatchObject({ kind: 'Table' });
    expect(at(body, 'rows.0.cells.2')).toBe('Running');
    expect((await send('GET', url, {})).status).toBe(401);
  });
});
