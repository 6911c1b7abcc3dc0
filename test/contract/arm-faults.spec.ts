import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { computeArmId, resourceGroupId, workspaceArmId } from '#libs/kernel';
import { ArmError } from '#libs/operations';
import { specsFound } from './support/azure-specs.js';
import { isPoll } from './support/check-polls.js';
import { type ContractValidator, createContractValidator } from './support/contract-validator.js';

import { type SimulatedAzure, startSimulatedAzure } from './support/simulated-azure.js';

describe('what Azure does when it does not do as asked', () => {
  let azure: SimulatedAzure;
  let validator: ContractValidator | undefined;
  let number = 0;
  let clusterId = '';

  const groupId = () => resourceGroupId(azure.subscriptionId, 'faults');
  const workspaceId = () => workspaceArmId(groupId(), 'ws-faults');
  const body = {
    location: 'eastus',
    properties: {
      computeType: 'AmlCompute',
      properties: {
        vmSize: 'STANDARD_D3_V2',
        scaleSettings: { minNodeCount: 0, maxNodeCount: 2 },
      },
    },
  };

  beforeAll(async () => {
    validator = specsFound ? await createContractValidator() : undefined;
    azure = await startSimulatedAzure();
    await azure.client.put(groupId(), { location: 'eastus' });
    const associated = (type: string) => `${groupId()}/providers/${type}/x`;
    const properties = {
      keyVault: associated('Microsoft.KeyVault/vaults'),
      storageAccount: associated('Microsoft.Storage/storageAccounts'),
    };
    const workspace = { location: 'eastus', identity: { type: 'SystemAssigned' }, properties };
    await azure.settled(azure.client.put(workspaceId(), workspace));
  });
  afterAll(async () => {
    await azure?.stop();
    validator?.close();
  });
  beforeEach(() => {
    number += 1;
    clusterId = computeArmId(workspaceId(), `cluster-${number}x`);
    azure.exchanges.length = 0;
  });

  /** What goes wrong is in the documents' shape as well. */
  afterEach(async () => {
    for (const exchange of azure.exchanges.filter((each) => !isPoll(each)))
      expect((await validator?.violations(exchange)) ?? []).toEqual([]);
  });

  const fault = (name: string, parameters: object = {}, match: object = {}) =>
    azure.control('faults', { name, parameters, match, times: 1 });
  const put = () => azure.client.put(clusterId, body);
  const refused = async (work: Promise<unknown>): Promise<ArmError> => {
    const cause: unknown = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (cause instanceof ArmError) return cause;
    throw new Error(`not refused: ${String(cause)}`);
  };

  it('429: says how long to wait', async () => {
    await fault('TooManyRequests', { retryAfterSeconds: 1 }, { method: 'PUT' });
    expect(await refused(put())).toMatchObject({
      kind: 'throttled',
      httpStatus: 429,
      retryAfterSeconds: 1,
      maybeAccepted: false,
    });
  });

  it.each([
    ['ServiceUnavailable', 503],
    ['InternalServerError', 500],
  ])('%s: is transient, and may have been accepted', async (name, httpStatus) => {
    await fault(name, {}, { method: 'PUT', pathPattern: 'cluster-' });
    expect(await refused(put())).toMatchObject({
      kind: 'transient',
      httpStatus,
      maybeAccepted: true,
    });
  });

  it.each([
    ['before', false],
    ['after', true],
  ])('a connection reset %s the request was accepted looks the same', async (when, exists) => {
    await fault('ResetConnection', { when }, { method: 'PUT' });
    expect(await refused(put())).toMatchObject({ kind: 'transient', maybeAccepted: true });
    expect((await azure.client.get(clusterId)) !== undefined).toBe(exists);
  });

  it('a poll URL that is gone tells nothing; the resource does', async () => {
    const started = await put();
    if (started.state !== 'InProgress') throw new Error(started.state);
    await fault('PollUrlNotFound', {}, { pathPattern: 'cluster-' });
    const look = await azure.client.poll(started.handle);
    expect(look).toMatchObject({ state: 'Unreadable', rawState: 'HTTP 404' });
    const handle = { ...started.handle, style: 'resource', url: clusterId } as const;
    expect(await azure.settled(azure.client.poll(handle))).toMatchObject({ state: 'Succeeded' });
  });

  it('an operation that fails for want of quota says so with a remedy', async () => {
    await fault('FailsWith', { code: 'ClusterMinNodesExceedCoreQuota' }, { method: 'PUT' });
    const ended = await azure.settled(put());
    expect(ended).toMatchObject({
      state: 'Failed',
      error: { code: 'ClusterMinNodesExceedCoreQuota', retry: 'LATER' },
    });
    expect('error' in ended && ended.error).toHaveProperty('remedy');
  });

  it.each([
    ['AuthorizationFailed', 'refused', 'workspaces/computes/write'],
    ['MissingSubscriptionRegistration', 'refused', '--namespace Microsoft.MachineLearningServices'],
    ['AnotherOperationInProgress', 'conflict', 'wait'],
    ['RequestDisallowedByPolicy', 'refused', 'policy'],
  ])('%s is %s and its remedy names %s', async (code, kind, remedy) => {
    await fault('FailsWith', { code, when: 'request' }, { method: 'PUT' });
    const error = await refused(put());
    expect(error).toMatchObject({ kind, error: { code } });
    expect(error.error.remedy).toContain(remedy);
  });

  it('a workspace from before general availability wants a new workspace', async () => {
    await azure.control('legacy-workspaces', { workspaceId: workspaceId() });
    const error = await refused(put());
    expect(error).toMatchObject({
      kind: 'refused',
      error: { code: 'WorkspacePredatesComputeClusters', retry: 'NEVER' },
    });
  });
});
