import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { childEnvironment } from '#libs/config';

const entry = join(import.meta.dirname, '../../dist/apps/launcher/src/azure/dry-run.main.js');

/** `npm run --silent azure:dry-run` as an operator runs it, with a managed identity unless told otherwise. */
async function run(environment: Record<string, string>) {
  const people = {
    ENTRA_TENANT_IDS: '72f988bf-86f1-41af-91ab-2d7cd011db47',
    ENTRA_AUDIENCE: 'api://armature',
    ENTRA_GRAPH: 'on',
  };
  const env = childEnvironment({ ...people, ...environment });
  const command = spawn(process.execPath, [entry], { env });
  const said = Promise.all([text(command.stdout), text(command.stderr)]);
  const [code] = (await once(command, 'close')) as [number];
  const [stdout, stderr] = await said;
  return { code, stderr, lines: stdout.split('\n') };
}

const clouds = {
  AzureCloud: {
    name: 'public Azure',
    arm: 'management.azure.com',
    entra: 'login.microsoftonline.com',
    graph: 'graph.microsoft.com',
  },
  AzureUSGovernment: {
    name: 'Azure US Government',
    arm: 'management.usgovcloudapi.net',
    entra: 'login.microsoftonline.us',
    graph: 'graph.microsoft.us',
  },
  AzureChinaCloud: {
    name: 'Azure in China',
    arm: 'management.chinacloudapi.cn',
    entra: 'login.partner.microsoftonline.cn',
    graph: 'microsoftgraph.chinacloudapi.cn',
  },
};

describe('npm run azure:dry-run', { timeout: 120_000 }, () => {
  it.each(Object.entries(clouds))(
    'shows where %s leads a managed identity, and nowhere else',
    async (AZURE_CLOUD, { name, arm, entra, graph }) => {
      const { code, stderr, lines } = await run({ AZURE_CLOUD });
      expect([code, stderr]).toEqual([0, '']);
      expect(lines[0]).toBe(`cloud\t${name}`);
      const all = lines.join('\n');
      const hosts = [...all.matchAll(/(?:GET|PUT|POST|DELETE) https?:\/\/([^/\s]+)/g)];
      expect(new Set(hosts.map(([, host]) => host))).toEqual(
        new Set(['169.254.169.254', arm, entra, graph]),
      );
      const scopes = [...all.matchAll(/\tfor (\S+)/g)].map(([, scope]) => scope);
      expect(new Set(scopes)).toEqual(
        new Set([`https://${arm}/.default`, `https://${graph}/.default`]),
      );
    },
  );

  it('says what is wrong where nothing could start', async () => {
    const { code, stderr, lines } = await run({
      AZURE_CLOUD: 'AzureChinaCloud',
      AZURE_ARM_ENDPOINT: 'https://management.azure.com',
    });
    expect([code, lines]).toEqual([1, ['']]);
    expect(stderr).toContain("AZURE_ARM_ENDPOINT: is public Azure's, and AZURE_CLOUD is Azure");
  });
});
