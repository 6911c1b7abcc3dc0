import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './read-config.js';

describe('readConfig', () => {
  it('has a default for everything that can have one', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      http: { host: '127.0.0.1', port: 4000 },
      log: { level: 'info' },
      redis: undefined,
      azure: {
        subscriptionId: undefined,
        apiVersions: {},
      },
      costTags: { required: ['costCenter', 'owner', 'environment'] },
      entra: undefined,
      worker: { healthPort: undefined, leaseSeconds: 45 },
      simulator: { port: 4443, stateDir: undefined, clockRate: 1 },
    });
  });

  it('reads what is there; an empty variable is as good as none', () => {
    const config = readConfig({
      PORT: '0',
      REDIS_URL: 'redis://127.0.0.1:6379',
      LOG_LEVEL: '',
      ARMATURE_REQUIRED_COST_TAGS: ' costCenter , project,',
      ARMATURE_KEY_LONGEST_DAYS: '90',
      ENTRA_TENANT_IDS: '72f988bf-86f1-41af-91ab-2d7cd011db47',
      ENTRA_AUDIENCE: 'api://armature',
      DATABASE_URL: 'postgresql://api:pw@db/armature',
    });
    expect(config.http.port).toBe(0);
    expect(config.redis?.url).toBe('redis://127.0.0.1:6379');
    expect(config.log.level).toBe('info');
    expect(config.costTags.required).toEqual(['costCenter', 'project']);
    expect(config.apiKeys).toEqual({ mostPerPrincipal: 20, longestDays: 90 });
    expect(config.entra).toEqual({
      tenantIds: ['72f988bf-86f1-41af-91ab-2d7cd011db47'],
      audience: 'api://armature',
      authority: 'https://login.microsoftonline.com',
    });
    const url = 'postgresql://api:pw@db/armature';
    expect(config.database()).toEqual({ url, directUrl: url, statements: 'named' });
  });

  it('lists every problem at once, and no value that could be a secret', () => {
    const read = () =>
      readConfig(
        {
          PORT: 'eighty',
          LOG_LEVEL: 'loud',
          REDIS_URL: 'http://:hunter2@cache',
          AZURE_ARM_ENDPOINT: 'http://management.azure.com',
          AZURE_SUBSCRIPTION_ID: 'mine',
        },
        ['DATABASE_URL'],
      );
    expect(read).toThrow(ConfigError);
    const message = messageOf(read);
    for (const name of [
      'PORT',
      'LOG_LEVEL',
      'REDIS_URL',
      'AZURE_ARM_ENDPOINT',
      'AZURE_SUBSCRIPTION_ID',
    ]) {
      expect(message).toContain(`  ${name}: `);
    }
    expect(message).toContain('  DATABASE_URL: is required');
    expect(message).not.toContain('hunter2');
  });

  it('takes lists of api-versions, and names what is wrong with them', () => {
    const ARMATURE_AZURE_API_VERSIONS = 'computes/resize=2025-10-01-preview';
    expect(readConfig({ ARMATURE_AZURE_API_VERSIONS }).azure.apiVersions).toEqual({
      'computes/resize': ['2025-10-01-preview'],
    });
    const wrong = { ARMATURE_AZURE_API_VERSIONS: 'computes/reimage=2025-10-01' };
    expect(() => readConfig(wrong)).toThrow(
      "ARMATURE_AZURE_API_VERSIONS: 'computes/reimage' is no operation; there are: ",
    );
  });

  it('wants a manifest where documents shall be reported or refused', () => {
    const name = 'ARMATURE_TRUSTED_DOCUMENTS_MODE';
    for (const mode of ['report', 'enforce'])
      expect(() => readConfig({ [name]: mode })).toThrow('ARMATURE_TRUSTED_DOCUMENTS: is required');
    const { http } = readConfig({ [name]: 'enforce', ARMATURE_TRUSTED_DOCUMENTS: 'm.json' });
    expect(http.trustedDocuments).toEqual({ mode: 'enforce', path: 'm.json' });
    expect(readConfig({}).http.trustedDocuments).toEqual({ mode: 'off', path: undefined });
  });

  it('wants tenant and audience together', () => {
    expect(() => readConfig({ ENTRA_AUDIENCE: 'api://armature' })).toThrow('ENTRA_TENANT_IDS');
  });

  it('asks for the database only when it is used', () => {
    const config = readConfig({});
    expect(() => config.database()).toThrow('DATABASE_URL: is required');
    expect(() => config.migrationUrl()).toThrow('DATABASE_MIGRATION_URL: is required');
  });
});

describe('a connection string', () => {
  const read = (query: string) => () =>
    readConfig({ DATABASE_URL: `postgresql://api:hunter2@db/armature?${query}` });

  it.each([
    [
      'schema=tenant',
      "must not have schema in its query: Armature's tables lie in the schema public",
    ],
    ['search_path=tenant', 'must not have search_path in its query'],
    ['pgbouncer=true', 'must not have pgbouncer in its query: DATABASE_STATEMENTS=unnamed'],
    ['connection_limit=5', 'must not have connection_limit in its query'],
    ['query_timeout=0', 'must not have query_timeout in its query'],
    ['client_encoding=latin1', 'must not have client_encoding in its query'],
    ['replication=database', 'must not have replication in its query'],
  ])('with %s is refused by name', (query, problem) => {
    const message = messageOf(read(query));
    expect(message).toContain(`DATABASE_URL: ${problem}`);
    expect(message).not.toMatch(/hunter2|tenant|latin1/);
  });

  it.each([
    'sslmode=verify-full',
    'application_name=mine',
    'options=-c%20statement_timeout=5s',
    '',
  ])('with %s is taken', (query) => {
    expect(read(query)).not.toThrow();
  });
});

function messageOf(call: () => unknown): string {
  try {
    call();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}
