import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { armCluster } from '../support/arm-bodies.js';
import { givenClusterInAzure, sweepClusters } from '../support/cluster-in-azure.js';
import type { Loose } from '../support/gateway.js';
import { globalId } from '../support/instance-api.js';
import { instanceScene, type InstanceScene } from '../support/instance-scene.js';
import { everythingOf } from '../support/schema-walk.js';

let scene: InstanceScene;
beforeAll(async () => {
  scene = await instanceScene({ clockRate: 60 });
}, 60_000);
afterAll(() => scene?.stop());

/** What a policy says, to the next such request. */
const refuse = (
  method: 'PUT' | 'POST' | 'DELETE',
  pathPattern: string,
  when: 'request' | 'operation' = 'request',
) =>
  scene.system.control('faults', {
    name: 'FailsWith',
    match: {
      method,
      pathPattern,
    },
    times: 1,
    parameters: {
      code: 'RequestDisallowedByPolicy',
      message: 'not with this tag',
      when,
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
      vmSize: 'STANDARD_D3_V2',
      scale: { maxNodeCount: 2 },
    });
    const before = await see(id);
    await refuse('PUT', '/computes/cl-refused$');
    const failed = await scene.perform('updateComputeCluster', {
      computeId: id,
      scale: { maxNodeCount: 5 },
      costTags: [
        {
          key: 'owner',
          value: 'refused',
        },
      ],
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
      vmSize: 'STANDARD_D3_V2',
      scale: { maxNodeCount: 2 },
    });
    await refuse('PUT', '/computes/cl-had$', 'operation');
    const failed = await scene.perform('updateComputeCluster', {
      computeId: id,
      scale: { maxNodeCount: 5 },
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
      computeId: id,
      vmSize: 'Standard_DS12_v2',
    });
    expect(resized.operation).toMatchObject({ status: 'FAILED' });
    expect(await see(id)).toMatchObject({ vmSize: 'Standard_DS11_v2' });
    expect(await foundBy('vmSize: "Standard_DS12_v2"')).not.toContain(id);
    expect(await foundBy('vmSize: "Standard_DS11_v2"')).toContain(id);
  });

  it('of a creation that left nothing: nothing is found by its tags, until a retry makes it', async () => {
    await refuse('PUT', '/computes/never-made$');
    const failed = await scene.perform('createComputeCluster', {
      workspaceId: scene.workspaceId,
      name: 'never-made',
      vmSize: 'STANDARD_D3_V2',
      scale: { maxNodeCount: 1 },
      costTags: [
        {
          key: 'owner',
          value: 'never',
        },
      ],
    });
    expect(failed.operation).toMatchObject({ status: 'FAILED' });
    const id = failed.compute!.id!;
    expect((await see(id)).costTags).toEqual([]);
    expect(await foundBy('costTag: { key: "owner", value: "never" }')).toEqual([]);
    expect(await retry(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await foundBy('costTag: { key: "owner", value: "never" }')).toEqual([id]);
  });
});

/** A change of what stands, and what a policy refuses of it. */
interface Change {
  id: string;
  mutation: string;
  input: object;
  refused: readonly (readonly [method: 'PUT' | 'POST' | 'DELETE', pathPattern: string])[];
}

const costTags = ['costCenter', 'environment', 'owner'].map((key) => ({ key, value: 'wish' }));
let number = 0;

const rowOf = async (armId: string): Promise<{ id: string; teamId: string; state: string }> => {
  const { rows } = await scene.system.database.pool.query<Awaited<ReturnType<typeof rowOf>>>(
    `SELECT id, team_id AS "teamId", provisioning_state AS state FROM resource WHERE arm_id_key = lower($1) AND gone_at IS NULL`,
    [armId],
  );
  if (!rows[0]) throw new Error(`no row of ${armId}`);
  return rows[0];
};

const groupId = (): string =>
  `/subscriptions/${scene.system.azure.subscriptionId}/resourceGroups/rg`;
const workspaceArmId = (): string =>
  `${groupId()}/providers/Microsoft.MachineLearningServices/workspaces/course`;

async function ofGroup(): Promise<Change> {
  const id = globalId('ResourceGroup', (await rowOf(groupId())).id);
  const refused = [['PUT', '/resourceGroups/rg$']] as const;
  return { id, mutation: 'setCostTags', input: { costTags }, refused };
}

async function ofWorkspace(): Promise<Change> {
  const id = globalId('Workspace', (await rowOf(workspaceArmId())).id);
  const refused = [['PUT', '/workspaces/course$']] as const;
  return { id, mutation: 'setCostTags', input: { costTags }, refused };
}

/** A cluster that stands, and a change of it. */
async function ofCluster(mutation: string, input: object, more: object = {}): Promise<Change> {
  const name = `cl-${(number += 1)}x`;
  const settings = { vmSize: 'STANDARD_D3_V2', scale: { maxNodeCount: 2 }, ...more };
  const id = await create('createComputeCluster', name, settings);
  return { id, mutation, input, refused: [['PUT', `/computes/${name}$`]] };
}

/** An instance that stands, and a change of it. */
async function ofInstance(mutation: string, input: object): Promise<Change> {
  const name = `ci-${(number += 1)}x`;
  const settings = { vmSize: 'Standard_DS11_v2', idleTimeBeforeShutdown: 'PT1H' };
  const id = await create('createComputeInstance', name, settings);
  const calls = ['updateSchedules', 'updateIdleShutdownSetting'].map(
    (call) => ['POST', `/computes/${name}/${call}$`] as const,
  );
  return { id, mutation, input, refused: [['PUT', `/computes/${name}$`], ...calls] };
}

/** A connected cluster with the extension and an attachment. */
async function givenKubernetes() {
  const cluster = await givenClusterInAzure(scene.system);
  await sweepClusters(scene.system);
  const { id: clusterId } = await rowOf(cluster.clusterArmId);
  const provisioned = await scene.perform('provisionKubernetesCompute', {
    workspaceId: globalId('Workspace', cluster.workspaceId),
    clusterId: globalId('ConnectedCluster', clusterId),
    name: 'arc-one',
    extension: { settings: { enableTraining: true } },
    costTags: costTags.map(({ key }) => ({
      key,
      value: 'first',
    })),
  });
  expect(provisioned.operation).toMatchObject({ status: 'SUCCEEDED' });
  const extension = `${cluster.clusterArmId}/providers/Microsoft.KubernetesConfiguration/extensions/azureml`;
  return {
    computeId: provisioned.compute!.id!,
    extensionId: globalId('ArcExtension', (await rowOf(extension)).id),
    place: `/resourceGroups/${cluster.groupName}/.*`,
  };
}

async function ofAttachment(mutation: string, input: object, at: 'PUT' | 'DELETE') {
  const { computeId, place } = await givenKubernetes();
  return { id: computeId, mutation, input, refused: [[at, `${place}/computes/arc-one$`]] as const };
}

async function ofExtension(input: object): Promise<Change> {
  const { extensionId, place } = await givenKubernetes();
  const refused = [['PUT', `${place}/extensions/azureml$`]] as const;
  return { id: extensionId, mutation: 'updateArcExtension', input, refused };
}

/** A claim of what somebody made outside of Armature. */
async function ofFound(): Promise<Change> {
  const name = `found-${(number += 1)}x`;
  const armId = `${workspaceArmId()}/computes/${name}`;
  await scene.system.arm.put(armId, armCluster(armId, {}, { owner: 'somebody' }));
  const found = await vi.waitFor(async () => {
    await scene.sweep();
    const row = await rowOf(armId);
    expect(row).toMatchObject({ state: 'SUCCEEDED' });
    return row;
  }, 60_000);
  const id = globalId('ComputeCluster', found.id);
  const input = { teamId: globalId('Team', found.teamId), costTags };
  return { id, mutation: 'claimCompute', input, refused: [['PUT', `/computes/${name}$`]] };
}

const everyField = {
  cluster: {
    description: 'wish',
    identity: { type: 'SYSTEM_ASSIGNED' },
    costTags,
    scale: {
      maxNodeCount: 4,
      nodeIdleTimeBeforeScaleDown: 'PT9M',
    },
  },
  instance: {
    idleTimeBeforeShutdown: 'PT2H',
    costTags,
    schedules: [
      {
        action: 'STOP',
        trigger: { cron: { expression: '0 18 * * *' } },
      },
    ],
  },
  attachment: { description: 'wish', namespace: 'wish', identity: { type: 'SYSTEM_ASSIGNED' } },
  extension: {
    releaseTrain: 'Preview',
    settings: { installDcgmExporter: true },
    extraSettings: [
      {
        name: 'wish',
        value: 'wish',
      },
    ],
  },
};

const changes: [what: string, given: () => Promise<Change>][] = [
  ['group', ofGroup],
  ['workspace', ofWorkspace],
  ['tags of a cluster', () => ofCluster('setCostTags', { costTags })],
  ['cluster', () => ofCluster('updateComputeCluster', everyField.cluster)],
  [
    'identity of a cluster',
    () => ofCluster('assignComputeIdentity', { identity: { type: 'SYSTEM_ASSIGNED' } }),
  ],
  [
    'end of an identity',
    () => ofCluster('removeComputeIdentity', {}, { identity: { type: 'SYSTEM_ASSIGNED' } }),
  ],
  ['tags of an instance', () => ofInstance('setCostTags', { costTags })],
  ['instance', () => ofInstance('updateComputeInstance', everyField.instance)],
  ['end of an idle time', () => ofInstance('updateComputeInstance', { removeIdleShutdown: true })],
  ['attachment', () => ofAttachment('reattachKubernetesCompute', everyField.attachment, 'DELETE')],
  ['tags of an attachment', () => ofAttachment('setCostTags', { costTags }, 'DELETE')],
  ['extension', () => ofExtension(everyField.extension)],
  ['tags of a claim', ofFound],
];

/** What each mutation calls what it changes. */
const idFields: Record<string, string> = {
  setCostTags: 'resourceId',
  updateArcExtension: 'extensionId',
};

/** What a change leaves: its own trace, that time passed, and whose it is since it was claimed. */
const passing = ['etag', 'observedAt', 'changedAt', 'operations', 'auditEvents', 'managed'];

async function everything(id: string): Promise<Record<string, unknown>> {
  const type = String(Buffer.from(id, 'base64url')).split(':')[0] ?? '';
  const { node } = await scene.ask(
    `query ($id: ID!) { node(id: $id) { ... on ${type} { ${everythingOf(type)} } } }`,
    { id },
  );
  const fields = Object.entries(node as unknown as Record<string, unknown>);
  return Object.fromEntries(fields.filter(([field]) => !passing.includes(field)));
}

async function failAt({ id, mutation, input, refused }: Change): Promise<Loose> {
  for (const [method, pathPattern] of refused) await refuse(method, pathPattern);
  const idField = idFields[mutation] ?? 'computeId';
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { payload } = await scene.ask(
    `mutation ($input: ${type}!) { payload: ${mutation}(input: $input) { operation { id } userErrors { code message field } } }`,
    { input: { [idField]: id, ...input } },
  );
  expect(payload!.userErrors).toEqual([]);
  const operation = await scene.ended(payload!.operation!.id!);
  expect(operation).toMatchObject({ status: 'FAILED' });
  return operation;
}

describe(
  'what Azure refused leaves no trace on the page, in any field',
  { timeout: 90_000 },
  () => {
    it.each(changes)('of a change: %s', async (_what, given) => {
      const change = await given();
      const before = await everything(change.id);
      await failAt(change);
      expect(await everything(change.id)).toEqual(before);
      expect(await foundBy('costTag: { key: "owner", value: "wish" }')).toEqual([]);
    });

    it.each([
      ['reattachKubernetesCompute', everyField.attachment],
      ['setCostTags', { costTags }],
    ])('of an attachment that is detached since: %s', async (mutation, input) => {
      const change = await ofAttachment(mutation, input, 'PUT');
      const { diagnostics: _none, ...before } = await everything(change.id);
      const { error } = await failAt(change);
      const told = { message: error!.message, remedy: error!.remedy };
      expect(told.message).toContain('was detached and is not attached again');
      const { diagnostics, ...after } = await everything(change.id);
      const errors = [expect.objectContaining(told)];
      expect(after).toEqual({
        ...before,
        provisioningState: 'FAILED',
        rawProvisioningState: 'Failed',
        provisioningErrors: errors,
      });
      expect(diagnostics).toEqual([expect.objectContaining(told)]);
    });
  },
);
