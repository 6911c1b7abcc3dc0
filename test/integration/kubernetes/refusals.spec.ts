import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  attachKubernetesCompute,
  detachKubernetesCompute,
  provisionKubernetesCompute,
  reattachKubernetesCompute,
} from '#libs/kinds/kubernetes-computes';
import {
  installArcExtension,
  uninstallArcExtension,
  updateArcExtension,
} from '#libs/kinds/arc-extensions';
import { armIdKey, computeArmId } from '#libs/kernel';
import { ConnectedClusterSweep } from '#libs/kinds/connected-clusters';
import type { Submission } from '../../support/ask.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import {
  kubernetesScene,
  refusalsOf,
  training,
  type KubernetesScene,
} from '../../support/kubernetes-scene.js';

let database: TestDatabase;
let scene: KubernetesScene;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  scene = await kubernetesScene(database.pool);
});

const observe = () =>
  new ConnectedClusterSweep({ pool: database.pool, arm: scene.arm }).run(
    new AbortController().signal,
  );
const connectivity = async (connectivityStatus: string) => {
  scene.arm.connect(scene.given.clusterArmId, { connectivityStatus });
  await observe();
};
const refused = async (mutation: Submission, input: object) =>
  refusalsOf(await scene.ask(mutation, input));

/** Everything that a mutation could have written. */
async function rowCounts(): Promise<unknown> {
  const { rows } = await database.pool.query(`SELECT (SELECT count(*) FROM operation) AS operations,
    (SELECT count(*) FROM resource) AS resources, (SELECT count(*) FROM idempotency_record) AS records,
    (SELECT count(*) FROM audit_event) AS audit, (SELECT count(*) FROM outbox_event) AS events`);
  return rows;
}

/** The cluster of the same team in another subscription. */
async function givenInOtherSubscription(): Promise<string> {
  const other = randomUUID();
  const clusterArmId = scene.given.clusterArmId.replace(/^\/subscriptions\/[^/]+/, '');
  const armId = `/subscriptions/${other}${clusterArmId}`;
  await database.pool.query(
    `INSERT INTO resource (kind, team_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
       raw_provisioning_state, desired)
     VALUES ('RESOURCE_GROUP', $1, 'g', $2, lower($2), $3, 'eastus', 'SUCCEEDED', 'Succeeded', '{}')`,
    [scene.given.teamId, armId.split('/providers/')[0], other],
  );
  scene.arm.connect(armId);
  await observe();
  return armId;
}

const gpu = (cpu: { request: string; limit: string }) => ({
  name: 'gpu_instance',
  requests: { cpu: cpu.request, memory: '16Gi', nvidiaGpu: null },
  limits: { cpu: cpu.limit, memory: '16Gi', nvidiaGpu: '1' },
});
const fits = gpu({ request: '2', limit: '2' });

describe('an attachment is refused by code and field, and nothing is written', () => {
  type Case = [string, () => object, string[][]];
  const cases: Case[] = [
    [
      'a default instance type that is none of the instance types',
      () => ({ defaultInstanceType: 'other', instanceTypes: [fits] }),
      [['INVALID_INPUT', 'defaultInstanceType']],
    ],
    [
      'instance types without a default',
      () => ({ instanceTypes: [fits] }),
      [['INVALID_INPUT', 'defaultInstanceType']],
    ],
    [
      'a default without instance types',
      () => ({ defaultInstanceType: 'gpu_instance' }),
      [['INVALID_INPUT', 'defaultInstanceType']],
    ],
    [
      'a request above its limit',
      () => ({
        defaultInstanceType: 'gpu_instance',
        instanceTypes: [gpu({ request: '2500m', limit: '2' })],
      }),
      [['INVALID_INPUT', 'instanceTypes', '0', 'requests', 'cpu']],
    ],
    [
      'a kubeconfig instead of a reference to one',
      () => ({ kubeconfigReference: 'apiVersion: v1' }),
      [['INVALID_INPUT', 'kubeconfigReference']],
    ],
    [
      'a reference that leaves the folder of secrets',
      () => ({ kubeconfigReference: 'file:../other-team/kubeconfig' }),
      [['INVALID_INPUT', 'kubeconfigReference']],
    ],
    [
      'a cluster that nobody has seen',
      () => ({ clusterArmId: `${scene.given.clusterArmId}-2` }),
      [['NOT_FOUND', 'clusterArmId']],
    ],
  ];

  it.each(cases)('%s', async (_what, more, codes) => {
    await scene.install();
    const before = await rowCounts();
    expect(await refused(attachKubernetesCompute, { ...scene.attachment, ...more() })).toEqual(
      codes,
    );
    const provisioning = { ...scene.attachment, extension: training, ...more() };
    expect(await refused(provisionKubernetesCompute, provisioning)).toEqual(codes);
    expect(await rowCounts()).toEqual(before);
  });

  it('a cluster of another subscription', async () => {
    const clusterArmId = await givenInOtherSubscription();
    const before = await rowCounts();
    const answer = await scene.ask(provisionKubernetesCompute, {
      ...scene.attachment,
      clusterArmId,
      extension: training,
    });
    expect(refusalsOf(answer)).toEqual([['INVALID_INPUT', 'clusterArmId']]);
    expect(JSON.stringify(answer)).toContain('another subscription');
    expect(await refused(attachKubernetesCompute, { ...scene.attachment, clusterArmId })).toEqual([
      ['INVALID_INPUT', 'clusterArmId'],
      ['EXTENSION_NOT_READY', 'clusterArmId'],
    ]);
    expect(await rowCounts()).toEqual(before);
  });

  it.each(['Offline', 'Expired', 'Connecting', 'AgentNotInstalled'])(
    'a cluster that is %s',
    async (status) => {
      await scene.install();
      await connectivity(status);
      const before = await rowCounts();
      const codes = [['CLUSTER_NOT_CONNECTED', 'clusterArmId']];
      expect(await refused(attachKubernetesCompute, scene.attachment)).toEqual(codes);
      expect(
        await refused(provisionKubernetesCompute, { ...scene.attachment, extension: training }),
      ).toEqual(codes);
      expect(await rowCounts()).toEqual(before);
    },
  );

  it('an extension that is not installed yet, or failed', async () => {
    await scene.accepted(installArcExtension, scene.installation);
    const codes = [['EXTENSION_NOT_READY', 'clusterArmId']];
    const answer = await scene.ask(attachKubernetesCompute, scene.attachment);
    expect(refusalsOf(answer)).toEqual(codes);
    expect(JSON.stringify(answer)).toContain("'azureml' is CREATING");
  });

  it('an uninstallation that is under way, which it names', async () => {
    const { resourceId } = await scene.install();
    const { operationId } = await scene.accepted(uninstallArcExtension, {
      extensionId: resourceId,
    });
    for (const [mutation, more] of [
      [attachKubernetesCompute, {}],
      [provisionKubernetesCompute, { extension: training }],
    ] as const) {
      const answer = await scene.ask(mutation, { ...scene.attachment, ...more });
      expect(refusalsOf(answer)).toEqual([['OPERATION_IN_PROGRESS', 'clusterArmId']]);
      expect(answer).toMatchObject({ error: [{ operationId }] });
    }
  });

  it('an attachment of the cluster under another name, which it names, also while it is under way', async () => {
    await scene.install();
    await scene.accepted(attachKubernetesCompute, scene.attachment);
    for (const [mutation, more] of [
      [attachKubernetesCompute, {}],
      [provisionKubernetesCompute, { extension: training }],
    ] as const) {
      const answer = await scene.ask(mutation, { ...scene.attachment, name: 'arc-two', ...more });
      expect(refusalsOf(answer)).toEqual([['ALREADY_ATTACHED', 'clusterArmId']]);
      expect(JSON.stringify(answer)).toContain("'arc-one'");
    }
  });

  it('an extension of another name than the one that the cluster has', async () => {
    await scene.install();
    const extension = { ...training, name: 'second' };
    const answer = await scene.ask(provisionKubernetesCompute, { ...scene.attachment, extension });
    expect(refusalsOf(answer)).toEqual([['ALREADY_EXISTS', 'extension', 'name']]);
    expect(JSON.stringify(answer)).toContain("'azureml'");
  });
});

describe('what only Azure knows ends the operation by its code, and nothing is sent', () => {
  const end = async (mutation: Submission, input: object, meanwhile: () => void) => {
    const { operationId } = await scene.accepted(mutation, input);
    const sent = scene.arm.ledger.length;
    meanwhile();
    const story = await scene.play(operationId);
    expect(scene.arm.ledger).toHaveLength(sent);
    return story;
  };
  const goOffline = () =>
    scene.arm.connect(scene.given.clusterArmId, { connectivityStatus: 'Offline' });
  const provisioning = () => ({ ...scene.attachment, extension: training });

  it('a cluster that went offline', async () => {
    const codes = { status: 'FAILED', error: 'CLUSTER_NOT_CONNECTED' };
    expect(await end(provisionKubernetesCompute, provisioning(), goOffline)).toMatchObject(codes);
    scene = await kubernetesScene(database.pool);
    await scene.install();
    expect(await end(attachKubernetesCompute, scene.attachment, goOffline)).toMatchObject(codes);
  });

  it('an extension that went, or failed', async () => {
    await scene.install();
    const story = await end(attachKubernetesCompute, scene.attachment, () =>
      scene.arm.end(scene.extensionArmId, 'Failed'),
    );
    expect(story).toMatchObject({ status: 'FAILED', error: 'EXTENSION_NOT_READY' });
    scene = await kubernetesScene(database.pool);
    await scene.install();
    const gone = await end(attachKubernetesCompute, scene.attachment, () =>
      scene.arm.end(scene.extensionArmId, 'Gone'),
    );
    expect(gone).toMatchObject({ status: 'FAILED', error: 'EXTENSION_NOT_READY' });
  });

  it('an attachment under another name that was made outside Armature', async () => {
    await scene.install();
    const armId = computeArmId(scene.given.workspaceArmId, 'by-hand');
    const story = await end(attachKubernetesCompute, scene.attachment, () => {
      const properties = {
        computeType: 'Kubernetes',
        provisioningState: 'Succeeded',
        properties: {},
        resourceId: scene.given.clusterArmId.toUpperCase(),
      };
      scene.arm.resources.set(armIdKey(armId), { id: armId, location: 'eastus', properties });
    });
    expect(story).toMatchObject({ status: 'FAILED', error: 'ALREADY_ATTACHED', gone: true });
    expect(story.messages.join(' ')).toContain("'by-hand'");
  });
});

describe('an extension', () => {
  it('is not installed on a cluster that is away', async () => {
    await connectivity('Offline');
    expect(await refused(installArcExtension, scene.installation)).toEqual([
      ['CLUSTER_NOT_CONNECTED', 'clusterArmId'],
    ]);
  });

  it('is not removed from a cluster that is away, nor from under an attachment, unless forced', async () => {
    const { resourceId: extensionId } = await scene.install();
    await scene.perform(attachKubernetesCompute, scene.attachment);
    expect(await refused(uninstallArcExtension, { extensionId })).toEqual([
      ['INVALID_STATE', 'extensionId'],
    ]);
    await connectivity('Offline');
    expect(await refused(uninstallArcExtension, { extensionId })).toEqual([
      ['INVALID_STATE', 'extensionId'],
      ['CLUSTER_NOT_CONNECTED', 'extensionId'],
    ]);
    const sent: Record<string, string>[] = [];
    const send = scene.arm.delete.bind(scene.arm);
    scene.arm.delete = (armId, query: Record<string, string> = {}) => {
      sent.push(query);
      return send(armId);
    };
    const story = await scene.perform(uninstallArcExtension, { extensionId, force: true });
    expect(story).toMatchObject({ status: 'SUCCEEDED', gone: true });
    expect(sent).toEqual([{ forceDelete: 'true' }]);
  });

  it('is waited for where another operation is at work on it', async () => {
    const { operationId, resourceId: extensionId } = await scene.accepted(
      installArcExtension,
      scene.installation,
    );
    const answer = await scene.ask(uninstallArcExtension, { extensionId });
    expect(refusalsOf(answer)).toEqual([['OPERATION_IN_PROGRESS', 'extensionId']]);
    expect(answer).toMatchObject({ error: [{ operationId }] });
  });
});

describe('mutations on an attachment or extension', () => {
  it('answer the etag that has moved, and what is there of another kind', async () => {
    const { resourceId: extensionId } = await scene.install();
    const { resourceId: computeId } = await scene.perform(
      attachKubernetesCompute,
      scene.attachment,
    );
    const ifMatch = 'stale';
    expect(await refused(reattachKubernetesCompute, { computeId, ifMatch })).toEqual([
      ['ETAG_MISMATCH', 'ifMatch'],
    ]);
    expect(await refused(updateArcExtension, { extensionId, ifMatch })).toEqual([
      ['ETAG_MISMATCH', 'ifMatch'],
    ]);
    expect(await refused(detachKubernetesCompute, { computeId: extensionId })).toEqual([
      ['NOT_FOUND', 'computeId'],
    ]);
    expect(await refused(uninstallArcExtension, { extensionId: computeId })).toEqual([
      ['NOT_FOUND', 'extensionId'],
    ]);
  });
});
