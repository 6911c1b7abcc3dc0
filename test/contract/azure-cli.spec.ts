import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  startSimulator,
  type RunningSimulator,
} from '../../apps/azure-simulator/src/start-simulator.js';
import { describeWith } from '../support/public-tools.js';

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** az takes seconds to start, more on a busy machine, and one test runs several. */
const patience = 300_000;
const application = '11111111-2222-4333-8444-555555555555';
const learning = 'Microsoft.MachineLearningServices';

/** az with a folder and an environment of its own. Nothing leaves this machine: whatever tries meets a closed proxy. */
function azOf({ caFile }: RunningSimulator, folder: string) {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    LANG: 'C.UTF-8',
    AZURE_CONFIG_DIR: folder,
    AZURE_CORE_COLLECT_TELEMETRY: 'no',
    AZURE_CORE_SURVEY_MESSAGE: 'no',
    AZURE_CORE_NO_COLOR: 'yes',
    AZURE_CORE_ONLY_SHOW_ERRORS: 'yes',
    REQUESTS_CA_BUNDLE: caFile,
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1',
  };
  return (...words: string[]): Promise<Ended> =>
    new Promise((resolve) => {
      execFile('az', words, { env }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
}

describeWith({ programs: ['az'] }, 'az, unchanged, against the simulator', () => {
  let azure: RunningSimulator;
  let folder: string;
  let run: ReturnType<typeof azOf>;
  let group: string;
  let workspace: string;

  beforeAll(async () => {
    azure = await startSimulator({ port: 0, clockRate: 500 });
    folder = mkdtempSync(join(tmpdir(), 'armature-az-'));
    run = azOf(azure, folder);
    group = `/subscriptions/${azure.subscriptionId}/resourceGroups/az`;
    workspace = `${group}/providers/${learning}/workspaces/work`;
  });
  afterAll(async () => {
    await azure?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  /** What it printed as JSON, undefined for nothing; a failure throws with its words. */
  async function az(...words: string[]): Promise<unknown> {
    const { code, stdout, stderr } = await run(...words);
    if (code !== 0) throw new Error(`az ${words.join(' ')}: ${stderr}`);
    return stdout.trim() === '' ? undefined : (JSON.parse(stdout) as unknown);
  }

  async function refusal(...words: string[]): Promise<string> {
    const { code, stderr } = await run(...words);
    expect(code).toBeGreaterThan(0);
    return stderr;
  }

  const rest = (method: string, path: string, version: string, body?: object): string[] => [
    'rest',
    '--method',
    method,
    '--url',
    `${path}?api-version=${version}`,
    ...(body ? ['--body', JSON.stringify(body)] : []),
  ];

  const loginWith = (secret: string, tenant: string): string[] => [
    'login',
    '--service-principal',
    '-u',
    application,
    '-p',
    secret,
    '--tenant',
    tenant,
  ];

  it(
    'registers it as a cloud by its endpoint alone, and logs in with the right secret only',
    async () => {
      await az('cloud', 'register', '-n', 'sim', '--endpoint-resource-manager', azure.armEndpoint);
      await az('cloud', 'set', '-n', 'sim');
      expect(await refusal(...loginWith('wrong', 'adfs'))).toContain('MSIS9622');
      await az(...loginWith(azure.identityHeader, 'adfs'));
      const account = await az('account', 'show');
      expect(account).toMatchObject({
        id: azure.subscriptionId,
        environmentName: 'sim',
        state: 'Enabled',
        user: {
          name: application,
          type: 'servicePrincipal',
        },
      });
      const tenants = await az(...rest('get', '/tenants', '2020-01-01'));
      const { tenantId } = account as { tenantId: string };
      expect(tenants).toMatchObject({ value: [{ tenantId }] });
    },
    patience,
  );

  it(
    'creates, finds, tags and lists a group',
    async () => {
      expect(await az('group', 'exists', '-n', 'az')).toBe(false);
      const created = await az('group', 'create', '-n', 'az', '-l', 'eastus', '--tags', 'a=b');
      expect(created).toMatchObject({ id: group, properties: { provisioningState: 'Succeeded' } });
      expect(await az('group', 'exists', '-n', 'az')).toBe(true);
      await az('group', 'update', '-n', 'az', '--set', 'tags.c=d');
      expect(await az('group', 'list', '--tag', 'c=d')).toMatchObject([
        { name: 'az', location: 'eastus', tags: { a: 'b', c: 'd' } },
      ]);
    },
    patience,
  );

  it(
    'creates a workspace and a cluster by az rest, and shows what the lists know of them',
    async () => {
      await az(...rest('put', workspace, '2024-10-01', { location: 'eastus' }));
      const properties = {
        vmSize: 'STANDARD_D3_V2',
        vmPriority: 'Dedicated',
        scaleSettings: {
          minNodeCount: 0,
          maxNodeCount: 1,
        },
      };
      const cluster = { computeType: 'AmlCompute', properties };
      const compute = `${workspace}/computes/cpu`;
      const put = rest('put', compute, '2024-10-01', { location: 'eastus', properties: cluster });
      expect(await az(...put)).toMatchObject({ properties: { computeType: 'AmlCompute' } });
      const type = `${learning}/workspaces`;
      expect(await az('resource', 'list', '-g', 'az', '--resource-type', type)).toMatchObject([
        { id: workspace, type, location: 'eastus' },
      ]);
      const named = ['-g', 'az', '-n', 'work', '--resource-type', type];
      expect(await az('resource', 'show', ...named)).toMatchObject({
        properties: { provisioningState: 'Succeeded' },
      });
      expect(await az('resource', 'show', '--ids', compute)).toMatchObject({ id: compute });
      expect(await az(...rest('get', compute, '2024-10-01'))).toMatchObject({ name: 'cpu' });
      await az(...rest('delete', compute, '2024-10-01&underlyingResourceAction=Delete'));
      await expect
        .poll(() => run(...rest('get', compute, '2024-10-01')), {
          timeout: patience,
          interval: 500,
        })
        .toMatchObject({ code: 1, stderr: expect.stringContaining('NotFound') as string });
    },
    patience,
  );

  it(
    'locks a group, is told so when it deletes it, and unlocks it again',
    async () => {
      await az('lock', 'create', '-n', 'keep', '--lock-type', 'CanNotDelete', '-g', 'az');
      expect(await az('lock', 'list', '-g', 'az')).toMatchObject([
        { name: 'keep', level: 'CanNotDelete' },
      ]);
      const locked = await refusal('group', 'delete', '-n', 'az', '--yes');
      expect(locked).toContain('(ScopeLocked)');
      expect(locked).toContain('following scope(s) are locked');
      await az('lock', 'delete', '-n', 'keep', '-g', 'az');
      expect(await az('lock', 'list', '-g', 'az')).toEqual([]);
    },
    patience,
  );

  it(
    'shows what is refused in ARM’s words: a missing group, a version that is not served',
    async () => {
      expect(await refusal('group', 'show', '-n', 'none')).toContain(
        "(ResourceGroupNotFound) Resource group 'none' could not be found.",
      );
      expect(await refusal(...rest('get', workspace, '1999-01-01'))).toContain(
        'NoRegisteredProviderFound',
      );
    },
    patience,
  );

  it(
    'deletes a resource and the group, waiting for both',
    async () => {
      await az('resource', 'delete', '--ids', workspace);
      expect(await az('resource', 'list')).toEqual([]);
      await az('group', 'delete', '-n', 'az', '--yes');
      expect(await az('group', 'exists', '-n', 'az')).toBe(false);
    },
    patience,
  );
});
