import { expect, vi } from 'vitest';
import { connectArm } from '#libs/azure';
import { applicationOf } from './application-of.js';
import { startApi } from './api.js';
import { at, createGroup, givenTeam, type Loose } from './gateway.js';
import { startSimulatedSystem } from './simulated-system.js';

const patience = { timeout: 60_000, interval: 200 };

const operationQuery = `query ($id: ID!) { operation(id: $id) { status
  error { code message remedy target } steps { name status message rawState } } }`;

const createWorkspace = `mutation ($input: CreateWorkspaceInput!) { createWorkspace(input: $input) {
  operation { id } workspace { id } userErrors { code message field } } }`;

/** The API, a worker and a simulated Azure with a workspace in it; everything is asked for through GraphQL. */
export async function instanceScene(options: { clockRate: number }) {
  const system = await startSimulatedSystem(options);
  const arm = connectArm({
    endpoint: system.azure.armEndpoint,
    pool: system.database.pool,
    credential: applicationOf(system.azure),
  });
  const api = await startApi(system.database, arm);

  const ask = async (query: string, variables: object = {}): Promise<Loose> => {
    const { data, errors } = await api.graphql(api.adminKey, query, variables);
    expect(errors).toBeUndefined();
    return at(data);
  };

  /** The operation when it is over. */
  const ended = (id: string): Promise<Loose> =>
    vi.waitFor(async () => {
      const operation = (await ask(operationQuery, { id })).operation!;
      expect(operation, JSON.stringify(operation)).toMatchObject({
        status: expect.stringMatching(/SUCCEEDED|FAILED|CANCELED/) as string,
      });
      return operation;
    }, patience);

  /** What a mutation of instances answers, refusals too. */
  const mutate = async (mutation: string, input: object, more = ''): Promise<Loose> => {
    const type = /^(start|stop|restart)/.test(mutation)
      ? 'ComputeInstanceActionInput'
      : `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const answer = await ask(
      `mutation ($input: ${type}!) { payload: ${mutation}(input: $input) {
        operation { id } compute { id } ${more}
        warnings { code field } userErrors { code message field } } }`,
      { input },
    );
    return answer.payload!;
  };

  const workspaceId = await givenWorkspace(
    ask,
    ended,
    await givenTeam(api, 'course', [`/subscriptions/${system.azure.subscriptionId}`]),
    system.azure.subscriptionId,
  );
  return {
    api,
    system,
    ask,
    ended,
    mutate,
    workspaceId,
    async perform(mutation: string, input: object, more = ''): Promise<Loose> {
      const payload = await mutate(mutation, input, more);
      expect(payload.userErrors).toEqual([]);
      const operation = await ended(payload.operation!.id!);
      return at({
        ...(payload as object),
        operation,
      });
    },
    readInAzure: (armId: string) => arm.get(armId),
    sweep: () => system.database.pool.query('UPDATE workspace_look SET look_at = now()'),
    async stop(): Promise<void> {
      await api.close();
      await system.stop();
    },
  };
}

export type InstanceScene = Awaited<ReturnType<typeof instanceScene>>;

async function givenWorkspace(
  ask: InstanceScene['ask'],
  ended: InstanceScene['ended'],
  teamId: string,
  subscriptionId: string,
): Promise<string> {
  const group = (
    await ask(createGroup, { input: { name: 'rg', location: 'eastus', teamId, subscriptionId } })
  ).createResourceGroup!;
  await ended(group.operation!.id!);
  const providers = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers`;
  const input = {
    resourceGroupId: group.resourceGroup!.id,
    name: 'course',
    storageAccountId: `${providers}/Microsoft.Storage/storageAccounts/course`,
    keyVaultId: `${providers}/Microsoft.KeyVault/vaults/course`,
    applicationInsights: 'NONE',
  };
  const workspace = (await ask(createWorkspace, { input })).createWorkspace!;
  await ended(workspace.operation!.id!);
  return workspace.workspace!.id!;
}
