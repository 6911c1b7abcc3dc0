import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resourceGroupId } from '#libs/kernel';
import { openSecretFiles } from '#libs/secrets';
import { sweepClusters } from '../support/cluster-in-azure.js';
import { at, givenKey, givenTeam, rowIdOf, type Loose } from '../support/gateway.js';
import { patience, startSimulatedApi, type SimulatedApi } from '../support/simulated-api.js';

let azure: SimulatedApi;
let secrets: string;
/** What the worker read to look at pods with. */
const kubeconfigs: string[] = [];
let borrowers: string;
let operatorKey: string;
let workspaceId: string;
let number = 0;
const newName = (): string => `thing-${(number += 1)}e`;

const tags = ['costCenter', 'owner', 'environment'].map((key) => ({ key, value: 'v' }));
const groupOf = (name: string) => resourceGroupId(azure.system.azure.subscriptionId, name);
const makeGroup = (name: string, teamId: string) => ({
  name,
  location: 'eastus',
  teamId,
  costTags: tags,
  subscriptionId: azure.system.azure.subscriptionId,
});

beforeAll(async () => {
  secrets = await mkdtemp(path.join(tmpdir(), 'secrets-'));
  azure = await startSimulatedApi({
    ports: {
      secrets: openSecretFiles(secrets),
      kubernetes: {
        whyNotUsable: () => undefined,
        listPods: async (kubeconfig) => {
          kubeconfigs.push(kubeconfig);
          return [{ name: 'one', phase: 'Running', ready: true, reason: null }];
        },
      },
    },
  });
  await azure.givenGroup('lent');
  borrowers = await givenTeam(azure.api, 'borrowers', []);
  const subscription = `/subscriptions/${azure.system.azure.subscriptionId}`;
  await change('shareScope', subscription, false);
  operatorKey = await givenKey(azure.api, borrowers, 'OPERATOR', 'borrower');
  const groupId = await azure.carryOut('createResourceGroup', makeGroup('own', borrowers));
  workspaceId = await azure.carryOut('createWorkspace', azure.workspace(groupId, 'own', 'ws-one'));
}, 60_000);
afterAll(async () => {
  await azure?.stop();
  await rm(secrets, { recursive: true, force: true });
});
afterEach(() => azure.forgetFaults());

const change = async (
  mutation: 'shareScope' | 'unshareScope',
  armId: string,
  includesChildren = true,
): Promise<Loose> => {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  const more = mutation === 'shareScope' ? { includesChildren } : {};
  const { data, errors } = await azure.api.graphql(
    azure.api.adminKey,
    `mutation ($input: ${type}!) { payload: ${mutation}(input: $input) { userErrors { code message } } }`,
    { input: { teamId: borrowers, armId, ...more } },
  );
  expect(errors).toBeUndefined();
  expect(at(data).payload!.userErrors).toEqual([]);
  return at(data).payload!;
};
const lend = () => change('shareScope', groupOf('lent'));
const takeBack = () => change('unshareScope', groupOf('lent'));

const subnetId = () => `${groupOf('lent')}/providers/Microsoft.Network/virtualNetworks/v/subnets/s`;
const cluster = (name: string) => ({ ...azure.cluster(workspaceId, name), subnetId: subnetId() });

/** Writes that Azure took below a path, in order. */
async function written(part: string): Promise<string[]> {
  const { entries } = (await azure.system.control('ledger')) as {
    entries: { method: string; path: string }[];
  };
  return entries
    .filter(
      ({ method, path: of }) => method !== 'GET' && of.toLowerCase().includes(part.toLowerCase()),
    )
    .map(({ method }) => method);
}

const release = (faultId: string) =>
  fetch(`${azure.system.azure.controlEndpoint}/faults?id=${faultId}`, { method: 'DELETE' });

/** Holds the next such request; answers how to let it go once it has come. */
async function hold(
  when: 'before' | 'after',
  match: object,
): Promise<{ isHeld(): Promise<void>; letGo(): Promise<unknown> }> {
  const { id } = (await azure.fault('HoldsRequest', { when }, match)) as { id: string };
  const holding = async (): Promise<number> => {
    const { value } = (await azure.system.control('faults')) as {
      value: { id: string; holding: number }[];
    };
    return value.find((fault) => fault.id === id)?.holding ?? 0;
  };
  return {
    isHeld: () => expect.poll(holding, patience).toBe(1),
    letGo: () => release(id),
  };
}

const refusedAt = async (id: string): Promise<Loose> => {
  const operation = await azure.ended(id);
  expect(operation).toMatchObject({
    status: 'FAILED',
    error: { code: 'SCOPE_NOT_SHARED', retry: 'LATER' },
  });
  return operation;
};

/** Actions on the operation, the latest first. */
async function auditOf(id: string): Promise<string[]> {
  const { rows } = await azure.system.database.pool.query<{ action: string }>(
    'SELECT action FROM audit_event WHERE operation_id = $1 ORDER BY id DESC',
    [rowIdOf(id)],
  );
  return rows.map(({ action }) => action);
}

describe('a share that ends while an operation waits', { timeout: 90_000 }, () => {
  beforeEach(lend);

  it('ends it at its write, and nothing is sent', async () => {
    const name = newName();
    const look = await hold('before', { method: 'GET', pathPattern: name });
    const { id, targetId } = await azure.begin('createComputeCluster', cluster(name));
    await look.isHeld();
    await takeBack();
    await look.letGo();
    const { error, steps } = await refusedAt(id);
    expect(error!.target).toBe(subnetId());
    expect((steps as unknown as Loose[]).map(({ status }) => status)).toContain('FAILED');
    expect(await written(name)).toEqual([]);
    expect(await azure.see(targetId)).toMatchObject({ provisioningState: 'FAILED' });
  });

  it('keeps what never arrived from being sent again', async () => {
    const name = newName();
    await azure.fault('ResetConnection', {}, { method: 'PUT', pathPattern: `${name}$` });
    const { id } = await azure.begin('createComputeCluster', cluster(name));
    const messages = async () => JSON.stringify((await azure.see(id)).steps);
    await expect.poll(messages, patience).toContain('RUNNING');
    await expect
      .poll(async () => {
        const { value } = (await azure.system.control('faults')) as { value: { fired: number }[] };
        return value.some(({ fired }) => fired === 1);
      }, patience)
      .toBe(true);
    await takeBack();
    await refusedAt(id);
    expect(await written(name)).toEqual([]);
  });

  it('refuses a retry, on record, until it is shared again', async () => {
    const name = newName();
    const parameters = { code: 'SkuNotAvailable', statusCode: 400, when: 'request' };
    await azure.fault('FailsWith', parameters, { method: 'PUT', pathPattern: `${name}$` });
    const { id } = await azure.begin('createComputeCluster', cluster(name));
    expect((await azure.ended(id)).error!.code).toBe('SkuNotAvailable');
    await takeBack();
    const retry = async () => {
      const { data } = await azure.api.graphql(
        operatorKey,
        'mutation ($id: ID!) { retryOperation(input: { id: $id }) { userErrors { code field } } }',
        { id },
      );
      return at(data).retryOperation!.userErrors;
    };
    expect(await retry()).toEqual([{ code: 'SCOPE_NOT_SHARED', field: ['input', 'id'] }]);
    expect((await auditOf(id))[0]).toBe('compute_cluster.create.retry.denied');
    expect(await written(name)).toEqual([]);
    await lend();
    expect(await retry()).toEqual([]);
    expect(await azure.ended(id)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe("another team's cluster", { timeout: 120_000 }, () => {
  let clusterArmId: string;

  beforeAll(async () => {
    clusterArmId = `${groupOf('lent')}/providers/Microsoft.Kubernetes/connectedClusters/arc`;
    await azure.system.control('connected-clusters', {
      action: 'connect',
      clusterId: clusterArmId,
    });
    await sweepClusters(azure.system);
  });
  beforeEach(lend);

  const provision = (name: string) => ({
    workspaceId,
    name,
    clusterArmId,
    costTags: tags,
    extension: { settings: { enableTraining: true } },
  });

  it('is not attached by a provision that installs while its share ends', async () => {
    const name = newName();
    const { id } = await azure.begin('provisionKubernetesCompute', provision(name));
    await expect.poll(() => written('/extensions/azureml'), patience).toEqual(['PUT']);
    await takeBack();
    await refusedAt(id);
    expect(await written(name)).toEqual([]);
  });

  it('is looked at with the kubeconfig of the team that attaches, and of no other', async () => {
    const name = newName();
    await mkdir(path.join(secrets, azure.system.teamId));
    await writeFile(path.join(secrets, azure.system.teamId, 'kubeconfig'), 'of the lenders');
    const input = { ...provision(name), kubeconfigReference: 'file:kubeconfig' };
    const { id } = await azure.begin('provisionKubernetesCompute', input);
    expect((await azure.ended(id)).error!.code).toBe('SECRET_NOT_FOUND');
    expect(kubeconfigs).toEqual([]);
    await takeBack();
    const retry = async () => {
      const { data } = await azure.api.graphql(
        operatorKey,
        'mutation ($id: ID!) { retryOperation(input: { id: $id }) { userErrors { code } } }',
        { id },
      );
      return at(data).retryOperation!.userErrors;
    };
    expect(await retry()).toEqual([{ code: 'SCOPE_NOT_SHARED' }]);
    await lend();
    await mkdir(path.join(secrets, rowIdOf(borrowers)));
    await writeFile(path.join(secrets, rowIdOf(borrowers), 'kubeconfig'), 'of the borrowers');
    expect(await retry()).toEqual([]);
    expect(await azure.ended(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(kubeconfigs).toEqual(['of the borrowers']);
  });
});

describe('a group whose PUT was not heard of', { timeout: 90_000 }, () => {
  const begin = (name: string) => azure.begin('createResourceGroup', makeGroup(name, borrowers));

  /** Whether the borrowers may use what lies in the group. */
  const isHeld = async (group: string): Promise<boolean> => {
    const subnet = `${groupOf(group)}/providers/Microsoft.Network/virtualNetworks/v/subnets/s`;
    const input = { ...azure.cluster(workspaceId, newName()), subnetId: subnet };
    const { userErrors } = await azure.send('createComputeCluster', input);
    const codes = (userErrors as unknown as { code: string }[]).map(({ code }) => code);
    return !codes.includes('SCOPE_NOT_SHARED');
  };

  it.each([
    ['arrived', 'after'],
    ['did not arrive', 'before'],
  ])('is the team’s where it %s, and was made once', async (_what, when) => {
    const name = newName();
    await azure.fault('ResetConnection', { when }, { method: 'PUT', pathPattern: `${name}$` });
    const { id } = await begin(name);
    expect(await isHeld(name)).toBe(false);
    expect(await azure.ended(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await written(name)).toEqual(['PUT']);
    expect(await azure.system.arm.get(groupOf(name))).toMatchObject({ tags: { owner: 'v' } });
    expect(await isHeld(name)).toBe(true);
  });

  it('is made once where Azure repeats that it is busy', async () => {
    const name = newName();
    await azure.fault('ServiceUnavailable', {}, { method: 'PUT', pathPattern: `${name}$` }, 2);
    const { id } = await begin(name);
    expect(await azure.ended(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await written(name)).toEqual(['PUT']);
    expect(await isHeld(name)).toBe(true);
  });

  /** Somebody makes the group, with a workspace in it, once its name was found free here. */
  const madeMeanwhile = async (name: string, faults: () => Promise<unknown>): Promise<string> => {
    const look = await hold('after', { method: 'GET', pathPattern: `${name}$` });
    const { id } = await begin(name);
    await look.isHeld();
    await azure.system.arm.put(groupOf(name), { location: 'eastus', tags: { owner: 'somebody' } });
    const workspace = `${groupOf(name)}/providers/Microsoft.MachineLearningServices/workspaces/theirs`;
    await azure.system.arm.put(workspace, { location: 'eastus', properties: {} });
    await faults();
    await look.letGo();
    return id;
  };

  it.each([
    ['and is told of it', async () => undefined],
    [
      'and hears nothing',
      (name: string) =>
        azure.fault(
          'ResetConnection',
          { when: 'after' },
          { method: 'PUT', pathPattern: `${name}$` },
        ),
    ],
  ])('is not the team’s where somebody else made it meanwhile, %s', async (_what, fault) => {
    const name = newName();
    const id = await madeMeanwhile(name, () => fault(name));
    expect(await azure.ended(id)).toMatchObject({
      status: 'FAILED',
      error: { code: 'ALREADY_EXISTS' },
    });
    expect(await isHeld(name)).toBe(false);
    expect(await azure.system.arm.get(groupOf(name))).toBeDefined();
  });

  it('is not the team’s, nor changed, where the PUT was lost and somebody else came first', async () => {
    const name = newName();
    const id = await madeMeanwhile(name, () =>
      azure.fault(
        'ResetConnection',
        { when: 'before' },
        { method: 'PUT', pathPattern: `${name}$` },
      ),
    );
    expect(await azure.ended(id)).toMatchObject({
      status: 'FAILED',
      error: { code: 'ALREADY_EXISTS' },
    });
    expect(await azure.system.arm.get(groupOf(name))).toMatchObject({
      tags: { owner: 'somebody' },
    });
    expect(await isHeld(name)).toBe(false);
  });
});
