import { expect, vi } from 'vitest';
import { startApi, type ApiUnderTest } from './api.js';
import { at, type Loose } from './gateway.js';
import { globalId } from './instance-api.js';
import { startSimulatedSystem } from './simulated-system.js';

export const patience = { timeout: 60_000, interval: 200 };

const operationFields = `id status error { code message retry remedy target details { code message } }
  steps { name status message error { code retry remedy } }`;
const targetFields = `provisioningState provisioningErrors { code message retry remedy }`;

/** The gateway with a worker and a simulated Azure behind it, asked as a platform administrator asks. */
export async function startSimulatedApi(
  options: Pick<Parameters<typeof startSimulatedSystem>[0] & object, 'stepLimitMs' | 'ports'> = {},
) {
  const system = await startSimulatedSystem({ clockRate: 30, ...options });
  const api: ApiUnderTest = await startApi(system.database);
  const teamId = globalId('Team', system.teamId);
  const costTags = ['costCenter', 'owner', 'environment'].map((key) => ({ key, value: 'v' }));

  /** The payload of a mutation. */
  async function send(mutation: string, input: object, key = api.adminKey): Promise<Loose> {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    const { data, errors } = await api.graphql(
      key,
      `mutation ($input: ${type}!) { payload: ${mutation}(input: $input) {
        operation { ${operationFields} target { id } } userErrors { code field message } } }`,
      { input },
    );
    expect(errors).toBeUndefined();
    return at(data).payload!;
  }

  /** The ids of the operation that a mutation began, and of its target. */
  async function begin(mutation: string, input: object): Promise<{ id: string; targetId: string }> {
    const payload = await send(mutation, input);
    expect(payload.userErrors).toEqual([]);
    const { id, target } = payload.operation!;
    return { id: id!, targetId: target!.id! };
  }

  async function see(id: string): Promise<Loose> {
    const { data, errors } = await api.graphql(
      api.adminKey,
      `query ($id: ID!) { node(id: $id) { id ... on Operation { ${operationFields} }
        ... on ResourceGroup { ${targetFields} } ... on Workspace { ${targetFields} }
        ... on ComputeCluster { ${targetFields} } ... on ComputeInstance { ${targetFields} state } } }`,
      { id },
    );
    expect(errors).toBeUndefined();
    return at(data).node!;
  }

  /** The operation once it is over. */
  const ended = (id: string): Promise<Loose> =>
    vi.waitFor(async () => {
      const operation = await see(id);
      expect(operation.status).toMatch(/SUCCEEDED|FAILED|CANCELED/);
      return operation;
    }, patience);

  /** Begins it, and answers its target once it has succeeded. */
  async function carryOut(mutation: string, input: object): Promise<string> {
    const { id, targetId } = await begin(mutation, input);
    expect(await ended(id)).toMatchObject({ status: 'SUCCEEDED', error: null });
    return targetId;
  }

  const accounts = (name: string) => {
    const provider = `/subscriptions/${system.azure.subscriptionId}/resourceGroups/${name}/providers`;
    return {
      storageAccountId: `${provider}/Microsoft.Storage/storageAccounts/one`,
      keyVaultId: `${provider}/Microsoft.KeyVault/vaults/one`,
      applicationInsights: 'NONE',
    };
  };

  return {
    system,
    api,
    send,
    begin,
    see,
    ended,
    carryOut,
    givenGroup: (name: string) =>
      carryOut('createResourceGroup', {
        name,
        location: 'eastus',
        teamId,
        costTags,
        subscriptionId: system.azure.subscriptionId,
      }),
    workspace: (resourceGroupId: string, group: string, name: string) => ({
      resourceGroupId,
      name,
      costTags,
      ...accounts(group),
    }),
    cluster: (workspaceId: string, name: string) => ({
      workspaceId,
      name,
      vmSize: 'STANDARD_D3_V2',
      scale: { maxNodeCount: 2 },
      costTags,
    }),
    fault: (name: string, parameters: object, match: object, times: number | 'always' = 1) =>
      system.control('faults', {
        name,
        parameters,
        match,
        times,
      }),
    forgetFaults: () => fetch(`${system.azure.controlEndpoint}/faults`, { method: 'DELETE' }),
    async stop(): Promise<void> {
      await api.close();
      await system.stop();
    },
  };
}

export type SimulatedApi = Awaited<ReturnType<typeof startSimulatedApi>>;
