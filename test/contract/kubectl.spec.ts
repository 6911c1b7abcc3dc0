import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../support/public-tools.js';
import { startSimulatedAzure, type SimulatedAzure } from './support/simulated-azure.js';

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

const patience = 120_000;

describeWith({ programs: ['kubectl'] }, 'kubectl, unchanged, against the simulator', () => {
  let azure: SimulatedAzure;
  let folder: string;

  beforeAll(async () => {
    azure = await startSimulatedAzure({ clockRate: 500 });
    folder = mkdtempSync(join(tmpdir(), 'armature-kubectl-'));
    const group = `/subscriptions/${azure.subscriptionId}/resourceGroups/rg`;
    await azure.send('PUT', `${group}?api-version=2024-07-01`, { location: 'eastus' });
    const clusterId = `${group}/providers/Microsoft.Kubernetes/connectedClusters/k8s`;
    await azure.control('connected-clusters', { action: 'connect', clusterId });
    const config = await azure.control('kubernetes', { action: 'kubeconfig', clusterId });
    writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(config));
    const namespace = { action: 'createNamespace', clusterId, namespace: 'research' };
    await azure.control('kubernetes', namespace);
    const extension = `${clusterId}/providers/Microsoft.KubernetesConfiguration/extensions/aml`;
    await azure.send('PUT', `${extension}?api-version=2023-05-01`, {
      identity: { type: 'SystemAssigned' },
      properties: {
        extensionType: 'Microsoft.AzureML.Kubernetes',
        scope: { cluster: { releaseNamespace: 'azureml' } },
        configurationSettings: { enableTraining: 'True' },
      },
    });
  });
  afterAll(async () => {
    await azure?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  /** Reads nothing of whoever runs the tests: neither configuration nor cache. */
  const kubectl = (...words: string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const env = {
        PATH: process.env['PATH'],
        HOME: folder,
        KUBECONFIG: join(folder, 'kubeconfig'),
      };
      execFile('kubectl', words, { env }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });

  it(
    'lists namespaces and the pods of the extension, as tables and as JSON',
    async () => {
      const namespaces = await kubectl('get', 'ns', '-o', 'name');
      expect(namespaces).toMatchObject({ code: 0, stderr: '' });
      expect(namespaces.stdout.split('\n')).toContain('namespace/research');
      await expect
        .poll(async () => (await kubectl('get', 'pods', '-n', 'azureml')).stdout, {
          timeout: patience,
          interval: 500,
        })
        .toMatch(/^NAME .*\n(?:\S+ +(\d+)\/\1 +Running .*\n)+$/);
      const { stdout } = await kubectl('get', 'pods', '-A', '-o', 'json');
      const { items } = JSON.parse(stdout) as { items: { metadata: { namespace: string } }[] };
      expect(items.map(({ metadata }) => metadata.namespace)).toContain('azureml');
    },
    patience,
  );

  it(
    'is refused what is not there, what writes, and everything without the token',
    async () => {
      const missing = await kubectl('get', 'ns', 'nowhere');
      expect(missing).toMatchObject({ code: 1 });
      expect(missing.stderr).toContain('"nowhere" not found');
      expect((await kubectl('delete', 'ns', 'research')).code).toBe(1);
      expect((await kubectl('get', 'ns', 'research')).code).toBe(0);
      const stranger = await kubectl('get', 'ns', '--token', 'wrong');
      expect(stranger.code).toBe(1);
      expect(stranger.stderr).toMatch(/logged in|Unauthorized/);
    },
    patience,
  );
});
