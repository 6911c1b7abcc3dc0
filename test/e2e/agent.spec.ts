import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDevelopmentKey } from '#libs/tenants';
import { findFreePort } from '../../apps/launcher/src/postgres/find-free-port.js';
import { startAgent, type Agent, type Era } from '../support/agent.js';
import { startProcessSystem, type ProcessSystem } from '../support/process-system.js';

let system: ProcessSystem;
let key: string;
let url: string;
beforeAll(async () => {
  const port = await findFreePort();
  url = `http://127.0.0.1:${port}`;
  system = await startProcessSystem({
    clockRate: 60,
    environment: { PORT: `${port}`, ARMATURE_REQUIRED_COST_TAGS: 'costCenter' },
  });
  key = await createDevelopmentKey(system.database.pool);
  await system.start('worker', 'worker');
  await system.start('api', 'api');
  const isReady = async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok;
  await vi.waitUntil(isReady, { timeout: 60_000, interval: 50 });
});
afterAll(() => system.stop());

/** Asks again and again, as agents do, until the operation has ended; answers how it went. */
async function watch(agent: Agent, id: string | undefined) {
  const seen = new Set<string>();
  await expect
    .poll(
      async () => {
        const { data } = await agent.call('operation_get', { id });
        seen.add(data.status!);
        expect(data.progress).toBeLessThanOrEqual(1);
        return data.status;
      },
      { timeout: 60_000 },
    )
    .toMatch(/SUCCEEDED|FAILED|CANCELED/);
  return [...seen].at(-1);
}

describe.each(['2026', '2025'] as const)('an agent of protocol %s', (era: Era) => {
  it('makes a cluster, watches it and takes it away, with a workspace to hold it', async () => {
    const person =
      era === '2026' ? () => ({ action: 'accept', confirm: true }) as const : undefined;
    const agent = await startAgent(url, key, era, person);
    const done = async (name: string, args: object) => {
      const { data, errors } = await agent.call(name, args);
      expect([name, errors]).toEqual([name, []]);
      expect([name, await watch(agent, data.operation!.id)]).toEqual([name, 'SUCCEEDED']);
      return data;
    };
    const team = await agent.call('team_create', { name: `agents-${era}`, costCenter: 'CC-1' });
    const teamId = team.data.team!.id;
    const { resourceGroup } = await done('resource_group_create', {
      teamId,
      name: `rg-${era}`,
      location: 'eastus',
    });
    const holds = (type: string) => `${resourceGroup!.armId}/providers/${type}/a${era}`;
    const { workspace } = await done('workspace_create', {
      resourceGroupId: resourceGroup!.id,
      name: `ws-${era}`,
      storageAccountId: holds('Microsoft.Storage/storageAccounts'),
      keyVaultId: holds('Microsoft.KeyVault/vaults'),
    });
    const { compute } = await done('compute_cluster_create', {
      workspaceId: workspace!.id,
      name: 'cpu',
      vmSize: 'STANDARD_DS3_V2',
      scale: { minNodeCount: 0, maxNodeCount: 2 },
    });
    const shown = await agent.call('node_get', { id: compute!.id });
    expect(shown.data).toMatchObject({ object: 'ComputeCluster', provisioningState: 'SUCCEEDED' });
    await done('compute_delete', { computeId: compute!.id, confirmName: 'cpu' });
    expect(agent.questions).toHaveLength(era === '2026' ? 1 : 0);
    const { errors } = await agent.call('node_get', { id: compute!.id });
    expect(errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    await agent.close();
  }, 180_000);
});
