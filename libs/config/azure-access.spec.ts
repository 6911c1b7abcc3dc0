import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './read-config.js';

const application = { AZURE_TENANT_ID: 'contoso.example', AZURE_CLIENT_ID: 'app' };
const secret = { ...application, AZURE_CLIENT_SECRET: 'hunter2' };
const federated = { ...application, AZURE_FEDERATED_TOKEN_FILE: '/var/run/token' };

const read = (environment: Record<string, string>) => readConfig(environment, ['azure']);

function problemsOf(environment: Record<string, string>): string {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('the credential', () => {
  it.each([
    [{}, { kind: 'managed-identity' }],
    [{ AZURE_CLIENT_ID: 'mi' }, { kind: 'managed-identity', clientId: 'mi' }],
    [
      { AZURE_CLIENT_SECRET: '', ...application },
      { kind: 'managed-identity', clientId: 'app' },
    ],
    [
      secret,
      { kind: 'client-secret', tenantId: 'contoso.example', clientId: 'app', secret: 'hunter2' },
    ],
    [federated, { kind: 'workload-identity', clientId: 'app', tokenFile: '/var/run/token' }],
    [
      {
        ...application,
        AZURE_CLIENT_CERTIFICATE_PATH: '/etc/hosts',
        AZURE_CLIENT_SEND_CERTIFICATE_CHAIN: 'true',
      },
      { kind: 'client-certificate', certificateFile: '/etc/hosts', sendsChain: true },
    ],
    [
      { ...secret, AZURE_TOKEN_CREDENTIALS: 'managedidentitycredential' },
      { kind: 'managed-identity' },
    ],
    [
      { ...secret, ...federated, AZURE_TOKEN_CREDENTIALS: 'WorkloadIdentityCredential' },
      { kind: 'workload-identity' },
    ],
    [
      { ...secret, ...federated, AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential' },
      { kind: 'client-secret' },
    ],
    [{ AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential' }, { kind: 'azure-cli' }],
    // The platform sets it for every app there, whatever the app is told to use.
    [{ ...secret, IDENTITY_ENDPOINT: 'http://127.0.0.1:1/msi/token' }, { kind: 'client-secret' }],
  ])('of %o is the one that is configured', (environment, credential) => {
    expect(read(environment).azureAccess().credential).toMatchObject(credential);
  });

  it.each([
    [
      { AZURE_CLIENT_SECRET: 'hunter2' },
      ['AZURE_TENANT_ID: is required', 'AZURE_CLIENT_ID: is required'],
    ],
    [
      { ...application, AZURE_FEDERATED_TOKEN_FILE: 'f', AZURE_CLIENT_SECRET: 'hunter2' },
      ['AZURE_CLIENT_SECRET and AZURE_FEDERATED_TOKEN_FILE: name two credentials'],
    ],
    [
      { AZURE_TOKEN_CREDENTIALS: 'prod' },
      ['AZURE_TOKEN_CREDENTIALS: must be EnvironmentCredential'],
    ],
    [{ AZURE_TOKEN_CREDENTIALS: 'dev' }, ['AZURE_TOKEN_CREDENTIALS: must be']],
    [
      { AZURE_TOKEN_CREDENTIALS: 'WorkloadIdentityCredential', AZURE_CLIENT_ID: 'app' },
      ['AZURE_TENANT_ID: is required', 'AZURE_FEDERATED_TOKEN_FILE: is required'],
    ],
    [
      { ...application, AZURE_CLIENT_CERTIFICATE_PATH: '/no/such.pem' },
      ['AZURE_CLIENT_CERTIFICATE_PATH: names no file'],
    ],
    [
      { AZURE_CLIENT_SECRET: 'hunter2', AZURE_TENANT_ID: 'a tenant' },
      ['AZURE_TENANT_ID: must be a tenant id'],
    ],
    [{ NODE_EXTRA_CA_CERTS: '/no/ca.pem' }, ['NODE_EXTRA_CA_CERTS: names no file']],
  ])('of %o is refused at the start', (environment, problems) => {
    const message = problemsOf(environment);
    for (const problem of problems) expect(message).toContain(`  ${problem}`);
    expect(message).not.toContain('hunter2');
  });

  it('is no concern of a process that does not reach Azure', () => {
    expect(() => readConfig({ AZURE_CLIENT_SECRET: 'alone' })).not.toThrow();
  });

  it('is judged together with everything else', () => {
    const message = problemsOf({
      PORT: 'eighty',
      AZURE_SUBSCRIPTION_ID: 'mine',
      AZURE_TOKEN_CREDENTIALS: 'prod',
    });
    for (const name of ['PORT', 'AZURE_SUBSCRIPTION_ID', 'AZURE_TOKEN_CREDENTIALS'])
      expect(message).toContain(`  ${name}: `);
  });
});

const people = {
  ENTRA_TENANT_IDS: '72f988bf-86f1-41af-91ab-2d7cd011db47',
  ENTRA_AUDIENCE: 'api://armature',
};

describe('clouds', () => {
  const usArm = 'https://management.usgovcloudapi.net';
  const usEntra = 'https://login.microsoftonline.us';
  const stack = { AZURE_ARM_ENDPOINT: 'https://arm.example', AZURE_TOKEN_AUDIENCE: 'urn:arm' };

  it.each([
    [{}, 'public Azure', 'https://login.microsoftonline.com'],
    [{ AZURE_ARM_ENDPOINT: usArm }, 'Azure US Government', usEntra],
    [
      { AZURE_ARM_ENDPOINT: usArm, AZURE_AUTHORITY_HOST: `${usEntra}/` },
      'Azure US Government',
      `${usEntra}/`,
    ],
    [
      { AZURE_ARM_ENDPOINT: 'https://management.chinacloudapi.cn' },
      'Azure in China',
      'https://login.partner.microsoftonline.cn',
    ],
    [{ ...stack, AZURE_AUTHORITY_HOST: usEntra }, 'Azure US Government', usEntra],
    [stack, undefined, 'https://login.microsoftonline.com'],
    [{ AZURE_AUTHORITY_HOST: 'https://entra.example' }, 'public Azure', 'https://entra.example'],
  ])('of %o fit together', (environment, cloud, authorityHost) => {
    const access = read(environment).azureAccess();
    expect(access.cloud?.name).toBe(cloud);
    expect(access.authorityHost).toBe(authorityHost);
  });

  it('of AZURE_CLOUD brings along where ARM, Entra ID and people are', () => {
    const config = read({ AZURE_CLOUD: 'AzureUSGovernment', ...people });
    expect(config.azureAccess()).toMatchObject({ armEndpoint: usArm, authorityHost: usEntra });
    expect(config.entra?.authority).toBe(usEntra);
  });

  it('of AZURE_CLOUD may have stand-ins for its addresses', () => {
    const standIns = {
      AZURE_ARM_ENDPOINT: 'https://arm.example',
      AZURE_AUTHORITY_HOST: 'https://entra.example',
      ENTRA_AUTHORITY: 'https://people.example',
    };
    const config = read({ AZURE_CLOUD: 'AzureUSGovernment', ...people, ...standIns });
    expect(config.azureAccess()).toMatchObject({
      cloud: { name: 'Azure US Government' },
      armEndpoint: 'https://arm.example',
      authorityHost: 'https://entra.example',
    });
    expect(config.entra?.authority).toBe('https://people.example');
  });

  it.each([
    [{ AZURE_ARM_ENDPOINT: usArm }, usEntra],
    [{}, 'https://login.microsoftonline.com'],
    [stack, 'https://login.microsoftonline.com'],
  ])('of %o says where people come from', (environment, authority) => {
    expect(read({ ...environment, ...people }).entra?.authority).toBe(authority);
  });

  it.each([
    [
      { AZURE_CLOUD: 'AzureUSGovernment', AZURE_ARM_ENDPOINT: 'https://management.azure.com' },
      "AZURE_ARM_ENDPOINT: is public Azure's, and AZURE_CLOUD is AzureUSGovernment",
    ],
    [
      { AZURE_CLOUD: 'AzureChinaCloud', AZURE_AUTHORITY_HOST: usEntra },
      "AZURE_AUTHORITY_HOST: is Azure US Government's, and AZURE_CLOUD is AzureChinaCloud",
    ],
    [{ AZURE_CLOUD: 'usgov' }, 'AZURE_CLOUD: '],
    [{ AZURE_ARM_ENDPOINT: 'https://managment.azure.com' }, 'AZURE_TOKEN_AUDIENCE: is required'],
    [
      { AZURE_ARM_ENDPOINT: 'https://arm.example', AZURE_AUTHORITY_HOST: usEntra },
      'AZURE_TOKEN_AUDIENCE: is required',
    ],
    [{ AZURE_READS_PER_SECOND: '0' }, 'AZURE_READS_PER_SECOND: '],
  ])('of %o are refused', (environment, line) => {
    expect(problemsOf(environment)).toContain(`  ${line}`);
  });

  it.each([
    [{ AZURE_AUTHORITY_HOST: usEntra }, usArm],
    [
      { AZURE_ARM_ENDPOINT: usArm, AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com' },
      'https://management.azure.com',
    ],
    [
      { AZURE_ARM_ENDPOINT: usArm, AZURE_AUTHORITY_HOST: 'https://login.chinacloudapi.cn' },
      'https://management.chinacloudapi.cn',
    ],
  ])('of %o are refused as a pair', (environment, wanted) => {
    expect(problemsOf(environment)).toContain(`AZURE_AUTHORITY_HOST: `);
    expect(problemsOf(environment)).toContain(wanted);
  });
});

describe('the proxy', () => {
  it('is shown without its password, with what NO_PROXY cannot say', () => {
    const { proxy } = read({
      https_proxy: 'http://me:hunter2@proxy.example:3128',
      NO_PROXY: 'localhost, .corp.example,10.0.0.0/8,*.example,arm.example:443,169.254.169.254',
    }).azureAccess();
    expect(proxy).toEqual({
      name: 'https_proxy',
      server: 'http://proxy.example:3128',
      deadExceptions: ['10.0.0.0/8', '*.example', 'arm.example:443'],
    });
  });

  it.each(['proxy.example:3128', 'socks5://hunter2@proxy.example', 'hunter2'])(
    '%s is refused',
    (value) => {
      expect(problemsOf({ HTTPS_PROXY: value })).toContain('HTTPS_PROXY: must be a URL such as');
      expect(problemsOf({ HTTPS_PROXY: value })).not.toContain('hunter2');
    },
  );
});
