import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../support/gateway.js';
import { instanceScene, type InstanceScene } from '../support/instance-scene.js';

let scene: InstanceScene;
beforeAll(async () => {
  scene = await instanceScene({ clockRate: 60 });
}, 60_000);
afterAll(() => scene?.stop());

/** What a policy says, to the next such request. */
const refuse = (
  method: 'PUT' | 'POST',
  pathPattern: string,
  when: 'request' | 'operation' = 'request',
) =>
  scene.system.control('faults', {
    ...{ name: 'FailsWith', match: { method, pathPattern }, times: 1 },
    parameters: {
      ...{ code: 'RequestDisallowedByPolicy', message: 'not with this tag', when },
      ...(when === 'request' && { statusCode: 403 }),
    },
  });

const shown = `id etag description: name costTags { key value } diagnostics { code }
  ... on ComputeCluster { scale { maxNodeCount } identity { type } }
  ... on ComputeInstance { vmSize schedules { configured { action } effective { action } nextFireTimes } idleShutdown { configured effective } }`;

const see = async (id: string): Promise<Loose> =>
  (await scene.ask(`query ($id: ID!) { node(id: $id) { ... on Compute { ${shown} } } }`, { id }))
    .node!;

const foundBy = async (filter: string): Promise<unknown[]> => {
  const { computes } = await scene.ask(
    `{ computes(first: 100, filter: { ${filter} }) { nodes { id } } }`,
  );
  return (computes!.nodes as unknown as { id: string }[]).map(({ id }) => id);
};

const actionsOf = async (id: string): Promise<string[]> => {
  await scene.api.seal();
  const { node } = await scene.ask(
    'query ($id: ID!) { node(id: $id) { ... on Compute { auditEvents(first: 50) { nodes { action } } } } }',
    { id },
  );
  return (node!.auditEvents!.nodes as unknown as { action: string }[]).map(({ action }) => action);
};

const retry = async (id: string): Promise<Loose> => {
  const { operations } = await scene
    .ask(
      'query ($id: ID!) { node(id: $id) { ... on Compute { operations(first: 1) { nodes { id } } } } }',
      { id },
    )
    .then(({ node }) => node!);
  const [latest] = operations!.nodes as unknown as { id: string }[];
  await scene.ask(
    'mutation ($id: ID!) { retryOperation(input: { id: $id }) { userErrors { code } } }',
    {
      id: latest!.id,
    },
  );
  return scene.ended(latest!.id);
};

const create = async (mutation: string, name: string, more: object): Promise<string> => {
  const made = await scene.perform(mutation, { workspaceId: scene.workspaceId, name, ...more });
  expect(made.operation).toMatchObject({ status: 'SUCCEEDED' });
  return made.compute!.id!;
};

describe('what Azure refused', { timeout: 90_000 }, () => {
  it('of a cluster is taken back from page, filter and row, and asked for again by a retry', async () => {
    const id = await create('createComputeCluster', 'cl-refused', {
      ...{ vmSize: 'STANDARD_D3_V2', scale: { maxNodeCount: 2 } },
    });
    const before = await see(id);
    await refuse('PUT', '/computes/cl-refused$');
    const failed = await scene.perform('updateComputeCluster', {
      ...{ computeId: id, scale: { maxNodeCount: 5 } },
      costTags: [{ key: 'owner', value: 'refused' }],
    });
    expect(failed.operation).toMatchObject({ status: 'FAILED' });
    const after = await see(id);
    expect(after).toMatchObject({ scale: before.scale, costTags: before.costTags });
    expect(after.diagnostics).not.toContainEqual({ code: 'SETTINGS_DIFFER' });
    const filter = 'costTag: { key: "owner", value: "refused" }';
    expect(await foundBy(filter)).toEqual([]);
    expect(await actionsOf(id)).toContainEqual(expect.stringMatching(/taken_back$/));
    expect(await retry(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await see(id)).toMatchObject({ scale: { maxNodeCount: 5 } });
    expect(await foundBy(filter)).toEqual([id]);
  });

  it('and has all the same stays as it was asked for: Azure took it and failed at its work', async () => {
    const id = await create('createComputeCluster', 'cl-had', {
      ...{ vmSize: 'STANDARD_D3_V2', scale: { maxNodeCount: 2 } },
    });
    await refuse('PUT', '/computes/cl-had$', 'operation');
    const failed = await scene.perform('updateComputeCluster', {
      ...{ computeId: id, scale: { maxNodeCount: 5 } },
    });
    expect(failed.operation).toMatchObject({ status: 'FAILED' });
    const after = await see(id);
    expect(after).toMatchObject({ scale: { maxNodeCount: 5 } });
    expect(after.diagnostics).not.toContainEqual({ code: 'SETTINGS_DIFFER' });
  });

  it('of an instance: no fire times, no idle time, no size that is not so', async () => {
    const id = await create('createComputeInstance', 'ci-refused', { vmSize: 'Standard_DS11_v2' });
    await refuse('POST', '/computes/ci-refused/updateSchedules$');
    await refuse('PUT', '/computes/ci-refused$');
    const schedules = [{ action: 'STOP', trigger: { cron: { expression: '0 18 * * *' } } }];
    const failed = await scene.perform('updateComputeInstance', { computeId: id, schedules });
    expect(failed.operation).toMatchObject({ status: 'FAILED' });
    expect(await see(id)).toMatchObject({ schedules: [] });
    expect(await retry(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await see(id)).toMatchObject({
      schedules: [{ configured: { action: 'STOP' }, effective: { action: 'STOP' } }],
    });
    await scene.perform('stopComputeInstance', { computeId: id });
    await refuse('POST', '/computes/ci-refused/resize$');
    const resized = await scene.perform('resizeComputeInstance', {
      ...{ computeId: id, vmSize: 'Standard_DS12_v2' },
    });
    expect(resized.operation).toMatchObject({ status: 'FAILED' });
    expect(await see(id)).toMatchObject({ vmSize: 'Standard_DS11_v2' });
    expect(await foundBy('vmSize: "Standard_DS12_v2"')).not.toContain(id);
    expect(await foundBy('vmSize: "Standard_DS11_v2"')).toContain(id);
  });

  it('of a creation that left nothing: nothing is found by its tags, until a retry makes it', async () => {
    await refuse('PUT', '/computes/never-made$');
    const failed = await scene.perform('createComputeCluster', {
      ...{ workspaceId: scene.workspaceId, name: 'never-made', vmSize: 'STANDARD_D3_V2' },
      ...{ scale: { maxNodeCount: 1 }, costTags: [{ key: 'owner', value: 'never' }] },
    });
    expect(failed.operation).toMatchObject({ status: 'FAILED' });
    const id = failed.compute!.id!;
    expect((await see(id)).costTags).toEqual([]);
    expect(await foundBy('costTag: { key: "owner", value: "never" }')).toEqual([]);
    expect(await retry(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await foundBy('costTag: { key: "owner", value: "never" }')).toEqual([id]);
  });
});
