import { describe, expect, it, vi } from 'vitest';
import { listPods } from '#libs/kubernetes';
import {
  absolute,
  azureMl,
  connectedCluster,
  ext,
  extension,
  startWithCluster,
} from '../../../apps/azure-simulator/test/support/kubernetes-session.js';
import type { Session } from '../../../apps/azure-simulator/test/support/session.js';
import { startDyingHop } from '../../support/dying-hop.js';

const never = new AbortController().signal;

const change = (session: Session, action: string, more: object = {}): Promise<unknown> =>
  session.control('POST', 'kubernetes', {
    action,
    clusterId: absolute(session, connectedCluster),
    ...more,
  });

async function startInstalled(): Promise<{ session: Session; kubeconfig: string }> {
  const session = await startWithCluster();
  await session.call('PUT', extension(), azureMl(), ext);
  session.pass(240);
  return { session, kubeconfig: JSON.stringify(await change(session, 'kubeconfig')) };
}

describe('the pods of a namespace', () => {
  it('are all ready once the extension is installed', async () => {
    const { kubeconfig } = await startInstalled();
    const pods = await listPods(kubeconfig, 'azureml', never);
    expect(pods.length).toBeGreaterThan(0);
    expect(pods.filter(({ ready }) => !ready)).toEqual([]);
  });

  it.each(['CrashLoopBackOff', 'ImagePullBackOff', 'Unschedulable'])(
    'that are not ready say why: %s',
    async (reason) => {
      const { session, kubeconfig } = await startInstalled();
      await change(session, 'breakPods', { podPrefix: 'gateway', reason });
      const pods = await listPods(kubeconfig, 'azureml', never);
      expect(pods.filter(({ ready }) => !ready)).toMatchObject([
        { name: expect.stringMatching(/^gateway/) as string, reason },
      ]);
    },
  );

  it.each<[string, (kubeconfig: string) => string, RegExp]>([
    [
      'a token that does not count',
      (text) => text.replace(/"token":"[^"]+"/, '"token":"other"'),
      /^HTTP 401$/,
    ],
    [
      'a cluster that does not answer',
      (text) => text.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:64999'),
      /^ECONNREFUSED$/,
    ],
    ['no kubeconfig at all', () => '{ no: [', /^the kubeconfig cannot be read$/],
    ...['exec', 'auth-provider', 'token-file', 'tokenFile', 'client-certificate', 'client-key'].map(
      (key): [string, (kubeconfig: string) => string, RegExp] => [
        `${key} of its user`,
        (text) => text.replace(/"token":"[^"]+"/, `"${key}":"/etc/passwd"`),
        new RegExp(`^the kubeconfig has ${key}, and no program is run and no file is read`),
      ],
    ),
    [
      'a file of the authority of its cluster',
      (text) => text.replace(/"certificate-authority-data"/, '"certificate-authority"'),
      /^the kubeconfig has certificate-authority, /,
    ],
    [
      'no user for its context',
      (text) => text.replace(/"current-context":"[^"]+"/, '"current-context":"other"'),
      /has no cluster and user for its current-context/,
    ],
  ])('are not read with %s, and the reason holds no secret', async (_what, spoil, why) => {
    const { kubeconfig } = await startInstalled();
    await expect(listPods(spoil(kubeconfig), 'azureml', never)).rejects.toThrow(why);
  });

  it('that nobody tells of are asked for no longer than ten seconds, and no connection is kept', async () => {
    const { kubeconfig } = await startInstalled();
    const [, port = ''] = /127\.0\.0\.1:(\d+)/.exec(kubeconfig) ?? [];
    const hop = await startDyingHop(Number(port));
    hop.swallow('all connections');
    const through = kubeconfig.replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${hop.port}`);
    await expect(listPods(through, 'azureml', never)).rejects.toThrow('no answer within 10 s');
    await vi.waitFor(() => expect(hop.openCount()).toBe(0), { timeout: 10_000 });
    await hop.stop();
  });

  it('are not waited for longer than asked', async () => {
    const { kubeconfig } = await startInstalled();
    await expect(listPods(kubeconfig, 'azureml', AbortSignal.abort())).rejects.toThrow();
  });
});
