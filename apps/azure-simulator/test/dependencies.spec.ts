import { describe, expect, it } from 'vitest';
import { at, group, startSession, workspace, type Session } from './support/session.js';

const storage = `${group}/providers/Microsoft.Storage/storageAccounts/courseone`;
const vault = `${group}/providers/Microsoft.KeyVault/vaults/course-one`;
const logs = `${group}/providers/Microsoft.OperationalInsights/workspaces/course-logs`;
const storageVersion = { version: '2023-05-01' };
const vaultVersion = { version: '2023-07-01' };
const logsVersion = { version: '2023-09-01' };

const account = { location: 'eastus', kind: 'StorageV2', sku: { name: 'Standard_LRS' } };
const vaultBody = {
  location: 'eastus',
  properties: {
    tenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47',
    sku: { family: 'A', name: 'standard' },
  },
};

async function startWithDependencies(): Promise<Session> {
  const session = await startSession({ assumesDependencies: false });
  await session.call('PUT', group, { location: 'eastus' });
  await session.call('PUT', storage, account, storageVersion);
  await session.call('PUT', vault, vaultBody, vaultVersion);
  await session.call('PUT', logs, { location: 'eastus' }, logsVersion);
  session.pass(15);
  return session;
}

const naming = ({ simulator }: Session, storageAccount = storage): object => ({
  location: 'eastus',
  properties: {
    storageAccount: `/subscriptions/${simulator.subscriptionId}${storageAccount}`,
    keyVault: `/subscriptions/${simulator.subscriptionId}${vault}`,
  },
});

describe('what a workspace names', () => {
  it('must stand: else its Location ends in 400', async () => {
    const session = await startWithDependencies();
    const put = await session.call('PUT', workspace, naming(session, `${storage}2`));
    expect(put.status).toBe(202);
    session.pass(20);
    const end = await session.call('GET', put.headers['location'] ?? '');
    expect(end).toMatchObject({ status: 400, body: { error: { code: 'ValidationError' } } });
    expect(at((await session.call('GET', workspace)).body, 'properties.provisioningState')).toBe(
      'Failed',
    );
    const other = `${workspace}-2`;
    await session.call('PUT', other, naming(session));
    session.pass(20);
    expect(at((await session.call('GET', other)).body, 'properties.provisioningState')).toBe(
      'Succeeded',
    );
  });

  it('must have come to be', async () => {
    const session = await startWithDependencies();
    const late = `${storage}3`;
    await session.call('PUT', late, account, storageVersion);
    const put = await session.call('PUT', workspace, naming(session, late));
    session.pass(20);
    expect((await session.call('GET', put.headers['location'] ?? '')).status).toBe(400);
  });

  it('goes with its group: the vault and the Log Analytics workspace softly', async () => {
    const session = await startWithDependencies();
    await session.call('DELETE', group);
    session.pass(20);
    await session.call('PUT', group, { location: 'eastus' });
    expect((await session.call('GET', storage, undefined, storageVersion)).status).toBe(404);
    const again = await session.call('PUT', vault, vaultBody, vaultVersion);
    expect(at(again.body, 'error.code')).toBe('ConflictError');
    const deleted = '/providers/Microsoft.OperationalInsights/deletedWorkspaces';
    const listed = await session.call('GET', deleted, undefined, logsVersion);
    expect(at(listed.body, 'value.0.name')).toBe('course-logs');
    await session.call('PUT', storage, account, storageVersion);
    session.pass(15);
    expect((await session.call('GET', storage, undefined, storageVersion)).status).toBe(200);
  });
});

describe('a storage account', () => {
  it('is answered by 202 without a body, and by 200 once it is on its way', async () => {
    const session = await startWithDependencies();
    const other = `${storage}4`;
    const first = await session.call('PUT', other, account, storageVersion);
    expect(first).toMatchObject({ status: 202, text: '' });
    const second = await session.call('PUT', other, account, storageVersion);
    expect(second).toMatchObject({
      status: 200,
      body: { properties: { provisioningState: 'Creating' } },
    });
    session.pass(15);
    const end = await session.call('GET', first.headers['location'] ?? '');
    expect(end).toMatchObject({
      status: 200,
      body: { name: 'courseone4', properties: { provisioningState: 'Succeeded' } },
    });
  });

  it('keeps its name from another group of its subscription', async () => {
    const session = await startWithDependencies();
    await session.call('PUT', '/resourceGroups/other', { location: 'eastus' });
    const there = storage.replace('/rg/', '/other/');
    const refused = await session.call('PUT', there, account, storageVersion);
    expect(refused).toMatchObject({
      status: 409,
      body: { error: { code: 'StorageAccountInAnotherResourceGroup' } },
    });
  });

  it('fails as a fault says, and its name is free again once it is deleted', async () => {
    const session = await startWithDependencies();
    const other = `${storage}5`;
    await session.control('POST', 'faults', {
      name: 'FailsWith',
      match: { method: 'PUT', pathPattern: 'courseone5' },
      parameters: { code: 'RequestDisallowedByPolicy', when: 'operation' },
    });
    await session.call('PUT', other, account, storageVersion);
    session.pass(15);
    const failed = await session.call('GET', other, undefined, storageVersion);
    expect(at(failed.body, 'properties.provisioningState')).toBe('Failed');
    expect((await session.call('DELETE', other, undefined, storageVersion)).status).toBe(200);
    expect((await session.call('DELETE', other, undefined, storageVersion)).status).toBe(204);
  });
});
