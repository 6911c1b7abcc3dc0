import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patience, startSimulatedApi, type SimulatedApi } from '../support/simulated-api.js';

let azure: SimulatedApi;
let workspaceId: string;

beforeAll(async () => {
  azure = await startSimulatedApi({ stepLimitMs: 10_000 });
  const groupId = await azure.givenGroup('rg');
  workspaceId = await azure.carryOut('createWorkspace', azure.workspace(groupId, 'rg', 'ws-one'));
});
afterAll(() => azure?.stop());

describe('a step that takes longer than it may', () => {
  it('fails, says how long and what was last seen, and leaves the truth to a look at Azure', async () => {
    await azure.fault('NeverFinishes', {}, { method: 'PUT', pathPattern: 'cpu-never' });
    const input = azure.cluster(workspaceId, 'cpu-never');
    const { id, targetId } = await azure.begin('createComputeCluster', input);
    const { status, error, steps } = await azure.ended(id);
    expect(status).toBe('FAILED');
    expect(error).toMatchObject({ code: 'STEP_TIMEOUT', retry: 'LATER' });
    expect(error?.message).toMatch(
      /^await compute: not over after 1 minutes.*Last seen: Azure is at work/,
    );
    expect(error?.remedy).toContain('retry the operation');
    expect(steps).toContainEqual(
      expect.objectContaining({ name: 'await compute', status: 'FAILED' }),
    );
    await expect
      .poll(async () => (await azure.see(targetId)).provisioningState, patience)
      .toBe('CREATING');
    await azure.carryOut('deleteCompute', { computeId: targetId, confirmName: 'cpu-never' });
  });

  it('fails with the body of a conflict that nobody knows', async () => {
    const parameters = {
      code: 'SomethingNew',
      message: 'new words',
      statusCode: 409,
      when: 'request',
    };
    const match = { method: 'PUT', pathPattern: 'cpu-conflict$' };
    await azure.fault('FailsWith', parameters, match, 'always');
    const input = azure.cluster(workspaceId, 'cpu-conflict');
    const { id, targetId } = await azure.begin('createComputeCluster', input);
    const { status, error } = await azure.ended(id);
    expect(status).toBe('FAILED');
    expect(error).toMatchObject({
      code: 'STEP_TIMEOUT',
      message: expect.stringContaining('SomethingNew: new words') as string,
      details: [{ code: 'SomethingNew', message: 'new words' }],
    });
    await expect
      .poll(async () => (await azure.see(targetId)).provisioningState, patience)
      .toBe('FAILED');
  });
});
