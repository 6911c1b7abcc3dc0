import { createClient } from 'graphql-sse';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { givenKey } from '../support/gateway.js';
import { patience, startSimulatedApi, type SimulatedApi } from '../support/simulated-api.js';

let azure: SimulatedApi;
let workspaceId: string;
let number = 0;

const newName = (): string => `cluster-${(number += 1)}e`;

beforeAll(async () => {
  azure = await startSimulatedApi();
  const groupId = await azure.givenGroup('rg');
  workspaceId = await azure.carryOut('createWorkspace', azure.workspace(groupId, 'rg', 'ws-one'));
});
afterAll(() => azure?.stop());
afterEach(() => azure.forgetFaults());

const createCluster = (name: string) =>
  azure.begin('createComputeCluster', azure.cluster(workspaceId, name));

interface Followed {
  status: string;
  steps: { name: string; message: string | null }[];
}

/** The operation as its live stream shows it. */
async function* followOperation(id: string): AsyncGenerator<Followed> {
  const events = createClient({
    url: `${azure.api.url}/graphql/stream`,
    headers: { authorization: `Bearer ${azure.api.adminKey}` },
    retryAttempts: 0,
  }).iterate<{ operationUpdated: Followed }>({
    query:
      'subscription ($id: ID!) { operationUpdated(id: $id) { status steps { name message } } }',
    variables: { id },
  });
  for await (const { data, errors } of events) {
    expect(errors).toBeUndefined();
    yield data!.operationUpdated;
  }
}

/** What a person is told to do, wherever it is read. */
const adviceOf = ({ code, retry, remedy }: Record<string, unknown>) => ({ code, retry, remedy });

describe('an error at a Location URL', () => {
  it('ends the deletion of a group, says what blocks it, and leaves the group usable', async () => {
    const groupId = await azure.givenGroup('rg-blocked');
    const inner = { code: 'InUseSubnetCannotBeDeleted', message: 'the subnet is in use' };
    const parameters = { code: 'ResourceGroupDeletionBlocked', details: [inner] };
    await azure.fault('FailsWith', parameters, { method: 'DELETE', pathPattern: 'rg-blocked' });
    const input = { resourceGroupId: groupId, confirmName: 'rg-blocked' };
    const { id } = await azure.begin('deleteResourceGroup', input);
    const { error, status } = await azure.ended(id);
    expect(status).toBe('FAILED');
    expect(error).toMatchObject({
      code: 'ResourceGroupDeletionBlocked',
      message: expect.stringContaining('could not be deleted') as string,
      remedy: expect.stringContaining('Microsoft.Network/virtualNetworks/shared') as string,
      details: [inner],
    });
    expect(await azure.see(groupId)).toMatchObject({ provisioningState: 'SUCCEEDED' });
    await azure.carryOut('createWorkspace', azure.workspace(groupId, 'rg-blocked', 'ws-after'));
    await azure.carryOut('deleteResourceGroup', input);
  });

  it('is what the failed creation of a workspace says, everywhere alike', async () => {
    const groupId = await azure.givenGroup('rg-invalid');
    const message = 'The key vault is in another tenant than the workspace.';
    const parameters = { code: 'ValidationError', message, statusCode: 400 };
    await azure.fault('FailsWith', parameters, { method: 'PUT', pathPattern: 'ws-invalid' });
    const input = azure.workspace(groupId, 'rg-invalid', 'ws-invalid');
    const { id, targetId } = await azure.begin('createWorkspace', input);
    const { status, error, steps } = await azure.ended(id);
    expect(status).toBe('FAILED');
    expect(error).toMatchObject({ code: 'ValidationError', message, retry: 'NEVER' });
    const workspace = await azure.see(targetId);
    expect(workspace).toMatchObject({ provisioningState: 'FAILED' });
    const failed = (steps as unknown as { error: Record<string, unknown> | null }[]).find(
      (step) => step.error,
    );
    expect(adviceOf(failed?.error ?? {})).toEqual(adviceOf(error!));
    expect(workspace.provisioningErrors).toEqual([
      { ...adviceOf(error as unknown as Record<string, unknown>), message },
    ]);
  });
});

describe('what Azure does not answer', () => {
  const messageOf = async (id: string, step: string): Promise<string> => {
    const { steps } = await azure.see(id);
    const all = steps as unknown as { name: string; message: string | null }[];
    return all.find(({ name }) => name === step)?.message ?? '';
  };

  it.each([
    ['a role that was taken away', { code: 'AuthorizationFailed', statusCode: 403 }],
    ['a fault of its own', { code: 'BadGateway', statusCode: 502 }],
  ])('stands in the message of the step that waits: %s', async (_what, more) => {
    const name = newName();
    const parameters = { ...more, when: 'request' };
    await azure.fault(
      'FailsWith',
      parameters,
      { method: 'GET', pathPattern: name, skip: 2 },
      'always',
    );
    await azure.fault(
      ...([
        'FailsWith',
        parameters,
        { method: 'GET', pathPattern: 'computes$' },
        'always',
      ] as const),
    );
    const { id } = await createCluster(name);
    await expect.poll(() => messageOf(id, 'await compute'), patience).toContain(more.code);
    expect((await azure.see(id)).status).toBe('RUNNING');
    await azure.forgetFaults();
    await expect.poll(() => messageOf(id, 'await compute'), patience).not.toContain(more.code);
    expect(await azure.ended(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('is told at once to whoever follows the operation, and its end too', async () => {
    const name = newName();
    const parameters = { code: 'AuthorizationFailed', statusCode: 403, when: 'request' };
    for (const match of [{ pathPattern: name, skip: 2 }, { pathPattern: 'computes$' }])
      await azure.fault('FailsWith', parameters, { method: 'GET', ...match }, 'always');
    const { id } = await createCluster(name);
    const told: string[] = [];
    let ended = '';
    for await (const { steps, status } of followOperation(id)) {
      const message = steps.find((step) => step.name === 'await compute')?.message ?? '';
      if (message.includes('AuthorizationFailed')) await azure.forgetFaults();
      if (message !== told.at(-1)) told.push(message);
      ended = status;
    }
    expect(ended).toBe('SUCCEEDED');
    expect(told).toContainEqual(expect.stringContaining('AuthorizationFailed'));
    expect(told.at(-1)).not.toContain('AuthorizationFailed');
  });
});

describe('a 409', () => {
  const refusing = (name: string, code: string, message: string, times: number | 'always') =>
    azure.fault(
      ...([
        'FailsWith',
        { code, message, statusCode: 409, when: 'request' },
        { method: 'PUT', pathPattern: `${name}$` },
        times,
      ] as const),
    );

  it('for good ends the operation at once, with one advice everywhere', async () => {
    const name = newName();
    const message = `Compute name '${name}' is not available. Reason: AlreadyExists. Message: The specified name ${name} is already in use and is therefore unavailable`;
    await refusing(name, 'Conflict', message, 'always');
    const { id, targetId } = await createCluster(name);
    const { status, error, steps } = await azure.ended(id);
    expect(status).toBe('FAILED');
    expect(error).toMatchObject({ code: 'ALREADY_EXISTS', message, retry: 'NEVER' });
    expect(error?.remedy).toContain('Choose another name');
    const advice = adviceOf(error as unknown as Record<string, unknown>);
    expect(steps).toContainEqual(
      expect.objectContaining({ name: 'put compute', status: 'FAILED', error: advice }),
    );
    expect(await azure.see(targetId)).toMatchObject({
      provisioningState: 'FAILED',
      provisioningErrors: [{ ...advice, message }],
    });
  });

  it('that nobody knows is sent again', async () => {
    const name = newName();
    await refusing(name, 'SomethingNew', 'in words that are new', 1);
    const { id } = await createCluster(name);
    await expect
      .poll(async () => JSON.stringify((await azure.see(id)).steps), patience)
      .toContain('SomethingNew: in words that are new');
    expect(await azure.ended(id)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('deleting what had failed', () => {
  async function givenFailed(): Promise<{ name: string; computeId: string }> {
    const name = newName();
    const parameters = { when: 'operation', code: 'SkuNotAvailable' };
    await azure.fault('FailsWith', parameters, { method: 'PUT', pathPattern: name });
    const { id, targetId } = await createCluster(name);
    expect((await azure.ended(id)).error?.code).toBe('SkuNotAvailable');
    return { name, computeId: targetId };
  }
  const withoutPollUrl = async (name: string): Promise<void> => {
    await azure.fault('ShowsOldState', {}, { method: 'DELETE', pathPattern: name });
    await azure.fault('PollUrlNotFound', {}, { method: 'GET', pathPattern: name }, 'always');
  };

  it('does not take the old failure for its own, the poll URL being gone', async () => {
    const { name, computeId } = await givenFailed();
    await withoutPollUrl(name);
    await azure.carryOut('deleteCompute', { computeId, confirmName: name });
  });

  it('tells its own failure, the poll URL being gone', async () => {
    const { name, computeId } = await givenFailed();
    await withoutPollUrl(name);
    const parameters = { when: 'operation', code: 'NicInUse', message: 'the NIC is in use' };
    await azure.fault('FailsWith', parameters, { method: 'DELETE', pathPattern: name });
    const { id } = await azure.begin('deleteCompute', { computeId, confirmName: name });
    expect(await azure.ended(id)).toMatchObject({
      status: 'FAILED',
      error: { code: 'NicInUse', message: 'the NIC is in use' },
    });
    expect(await azure.see(computeId)).toMatchObject({ provisioningState: 'FAILED' });
  });
});

describe('abandonOperation', () => {
  const abandon = (id: string, more: object = {}, key?: string) =>
    azure.send('abandonOperation', { id, ...more }, key);

  it('ends what does not end, frees its resource, and leaves the truth to a look at Azure', async () => {
    const name = newName();
    await azure.fault('NeverFinishes', {}, { method: 'PUT', pathPattern: name });
    const { id, targetId } = await createCluster(name);
    await expect
      .poll(async () => JSON.stringify((await azure.see(id)).steps), patience)
      .toContain('WAITING');
    const idempotencyKey = crypto.randomUUID();
    const first = await abandon(id, { idempotencyKey });
    expect(first).toMatchObject({
      operation: { status: 'FAILED', error: { code: 'OUTCOME_UNKNOWN', retry: 'LATER' } },
      userErrors: [],
    });
    expect(await abandon(id, { idempotencyKey })).toMatchObject({
      operation: { id, status: 'FAILED' },
    });
    expect(await abandon(id)).toMatchObject({
      operation: null,
      userErrors: [{ code: 'INVALID_STATE', field: ['input', 'id'] }],
    });
    await expect
      .poll(async () => (await azure.see(targetId)).provisioningState, patience)
      .toBe('CREATING');
    await azure.carryOut('deleteCompute', { computeId: targetId, confirmName: name });
  });

  it('of a deletion, finds what is gone', async () => {
    const groupId = await azure.givenGroup('rg-given-up');
    const input = { resourceGroupId: groupId, confirmName: 'rg-given-up' };
    const { id } = await azure.begin('deleteResourceGroup', input);
    await expect
      .poll(async () => JSON.stringify((await azure.see(id)).steps), patience)
      .toContain('WAITING');
    await abandon(id);
    const gone = async (): Promise<unknown> => {
      const { rows } = await azure.system.database.pool.query<{ gone: boolean }>(
        `SELECT gone_at IS NOT NULL AS gone FROM resource WHERE name = 'rg-given-up'`,
      );
      return rows[0]?.gone;
    };
    await expect.poll(gone, patience).toBe(true);
  });

  it("is for the platform's administrators alone, and audited", async () => {
    const name = newName();
    await azure.fault('NeverFinishes', {}, { method: 'PUT', pathPattern: name });
    const { id } = await createCluster(name);
    const { teamId } = azure.system;
    const team = Buffer.from(`Team:${teamId}`).toString('base64url');
    const key = await givenKey(azure.api, team, 'ADMIN', 'team-admin');
    expect(await abandon(id, {}, key)).toMatchObject({
      operation: null,
      userErrors: [{ code: 'FORBIDDEN', field: ['input', 'id'] }],
    });
    await abandon(id);
    const { rows } = await azure.system.database.pool.query(
      `SELECT action, after->'error'->>'code' AS code FROM audit_event WHERE action LIKE '%.abandoned' AND target_name = $1`,
      [name],
    );
    expect(rows).toEqual([{ action: 'compute_cluster.create.abandoned', code: 'OUTCOME_UNKNOWN' }]);
  });
});
