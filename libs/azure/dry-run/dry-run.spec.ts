import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { armOperations } from '#libs/arm-versions';
import { readConfig } from '#libs/config';
import { dryRun } from './dry-run.js';

const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const tokenFile = join(mkdtempSync(join(tmpdir(), 'armature-dry-run-')), 'token');
writeFileSync(tokenFile, 'a.token.of-kubernetes');

const people = { ENTRA_TENANT_IDS: tenant, ENTRA_AUDIENCE: 'api://armature', ENTRA_GRAPH: 'on' };
const application = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: 'app' };
const credentials = {
  'a client secret': { ...application, AZURE_CLIENT_SECRET: 'hunter2' },
  'a workload identity': { ...application, AZURE_FEDERATED_TOKEN_FILE: tokenFile },
};

async function run(environment: Record<string, string>) {
  const config = readConfig({ ...people, ...environment }, ['azure']);
  const { entra, azure } = config;
  return dryRun(config.azureAccess(), { entra, apiVersions: azure.apiVersions });
}

const hostsIn = (requests: readonly { url: string }[]): Set<string> =>
  new Set(requests.map(({ url }) => new URL(url).hostname));
const scopesIn = (requests: readonly { scope: string | undefined }[]): Set<string> =>
  new Set(requests.flatMap(({ scope }) => scope ?? []));

const clouds = {
  AzureCloud: {
    arm: 'management.azure.com',
    entra: 'login.microsoftonline.com',
    graph: 'graph.microsoft.com',
    reads: { burst: 225, refillPerSecond: 22.5 },
  },
  AzureUSGovernment: {
    arm: 'management.usgovcloudapi.net',
    entra: 'login.microsoftonline.us',
    graph: 'graph.microsoft.us',
    reads: { burst: 225, refillPerSecond: 2.9 },
  },
  AzureChinaCloud: {
    arm: 'management.chinacloudapi.cn',
    entra: 'login.partner.microsoftonline.cn',
    graph: 'microsoftgraph.chinacloudapi.cn',
    reads: { burst: 225, refillPerSecond: 2.9 },
  },
};

describe.each(Object.entries(clouds))('AZURE_CLOUD=%s alone', (AZURE_CLOUD, cloud) => {
  it.each(Object.entries(credentials))(
    'leads every request and every token there, and nowhere else, as %s',
    async (_who, settings) => {
      const { requests, reads } = await run({ AZURE_CLOUD, ...settings });
      expect(hostsIn(requests)).toEqual(new Set([cloud.arm, cloud.entra, cloud.graph]));
      expect(scopesIn(requests)).toEqual(
        new Set([`https://${cloud.arm}/.default`, `https://${cloud.graph}/.default`]),
      );
      expect(reads).toEqual(cloud.reads);
    },
  );
});

it('tells of every call there is, with its api-version, and of keys and groups of people', async () => {
  const { requests } = await run({ ...credentials['a client secret'] });
  const purposes = new Set(requests.map(({ purpose }) => purpose));
  for (const operation of Object.keys(armOperations)) expect(purposes).toContain(operation);
  const urlOf = (purpose: string) => requests.find((request) => request.purpose === purpose)?.url;
  expect(urlOf('computes/start')).toContain(
    `/computes/cpu/start?api-version=${armOperations['computes/start'][0]}`,
  );
  expect(urlOf("keys of people's tokens")).toBe(
    `https://login.microsoftonline.com/${tenant}/discovery/v2.0/keys`,
  );
  const paths = requests.flatMap(({ purpose, url }) =>
    purpose === 'Microsoft Graph' ? new URL(url).pathname.split('/')[2] : [],
  );
  expect(new Set(paths)).toEqual(new Set(['users', 'servicePrincipals', 'groups']));
  expect(JSON.stringify(requests)).not.toContain('hunter2');
});

it('has the tokens of the named cloud for what stands in for its ARM', async () => {
  const { requests, reads } = await run({
    AZURE_CLOUD: 'AzureUSGovernment',
    AZURE_ARM_ENDPOINT: 'https://arm.example',
    ...credentials['a client secret'],
  });
  expect(scopesIn(requests)).toContain('https://management.usgovcloudapi.net/.default');
  expect(hostsIn(requests)).not.toContain('management.usgovcloudapi.net');
  expect(reads).toEqual(clouds.AzureUSGovernment.reads);
});

it('of Azure Stack names what its settings say, and nothing of public Azure', async () => {
  const { requests, cloud, reads } = await run({
    AZURE_ARM_ENDPOINT: 'https://management.stack.example',
    AZURE_AUTHORITY_HOST: 'https://adfs.stack.example',
    AZURE_TOKEN_AUDIENCE:
      'https://management.adfs.stack.example/4de154de-f8a8-4017-af41-df619da68155',
    AZURE_READS_PER_SECOND: '2',
    ENTRA_GRAPH: 'off',
    ENTRA_AUTHORITY: 'https://adfs.stack.example',
    ...credentials['a client secret'],
  });
  expect(cloud).toBeUndefined();
  expect(hostsIn(requests)).toEqual(new Set(['management.stack.example', 'adfs.stack.example']));
  expect(scopesIn(requests)).toEqual(
    new Set([
      'https://management.adfs.stack.example/4de154de-f8a8-4017-af41-df619da68155/.default',
    ]),
  );
  expect(reads).toEqual({ burst: 18, refillPerSecond: 1.8 });
});

it('does not ask the Azure CLI, which has a cloud of its own', async () => {
  const cli = { AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential' };
  await expect(run(cli)).rejects.toThrow('az cloud show');
});
