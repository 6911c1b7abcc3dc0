import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  attachKubernetesCompute,
  detachKubernetesCompute,
  provisionKubernetesCompute,
  reattachKubernetesCompute,
} from '#libs/kinds/kubernetes-computes';
import { cancelOperation, retryOperation } from '#libs/catalogue';
import {
  installArcExtension,
  uninstallArcExtension,
  updateArcExtension,
} from '#libs/kinds/arc-extensions';
import { armIdKey } from '#libs/kernel';
import { whyNotUsable } from '#libs/kubernetes';
import { noPorts, type StepPorts, type Submitted } from '#libs/operations';
import { kinds } from '#libs/kinds';
import { ConnectedClusterSweep } from '#libs/kinds/connected-clusters';
import { azurePrincipalId } from '#libs/tenants';
import type { Role } from '#libs/verbs';
import { askOf, ask as askFor, type Submission } from '../../support/ask.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import {
  contextForTests,
  engineForTests,
  givenWorkspace,
  letTimePass,
  storyOf,
} from '../../support/engine.js';
import { armError } from '../../support/fake-arm.js';
import { lookAtAll } from '../../support/look.js';
import { FakeKubernetesArm } from '../../support/fake-kubernetes-arm.js';
import {
  givenConnectedCluster,
  playToEnd,
  submitForTests,
  type GivenCluster,
} from '../../support/kubernetes.js';

let database: TestDatabase;
let arm: FakeKubernetesArm;
let given: GivenCluster;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  arm = new FakeKubernetesArm();
  given = await givenConnectedCluster(database.pool, arm);
});

const ask = (mutation: Submission, input: object, role: Role = 'OPERATOR', teamId = given.teamId) =>
  askFor(mutation, submitForTests(database.pool), contextForTests(role, teamId), input);

async function accepted(mutation: Submission, input: object) {
  const answer = await ask(mutation, input);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}

async function perform(mutation: Submission, input: object, ports?: StepPorts) {
  const { operationId, resourceId } = await accepted(mutation, input);
  const story = await playToEnd(database.pool, arm, operationId, ports);
  return { ...story, operationId, resourceId };
}

const training = { settings: { enableTraining: true } };
const install = () =>
  perform(installArcExtension, { clusterArmId: given.clusterArmId, ...training });
const attachment = () => ({
  workspaceId: given.workspaceId,
  name: 'arc-one',
  clusterArmId: given.clusterArmId,
});
const studio = {
  namespace: 'amlarc-testing',
  defaultInstanceType: 'gpu_instance',
  instanceTypes: {
    gpu_instance: {
      nodeSelector: { accelerator: 'nvidia-tesla-k80' },
      resources: {
        requests: { cpu: '2', memory: '16Gi', 'nvidia.com/gpu': '1' },
        limits: { cpu: '2', memory: '16Gi', 'nvidia.com/gpu': '1' },
      },
    },
  },
};
const refusalsOf = (answer: Submitted) =>
  answer.ok ? [] : answer.error.map(({ code, field }) => [code, ...(field ?? []).slice(1)]);
const bodyOf = (armId: string) => arm.resources.get(armIdKey(armId)) as Record<string, never>;

describe('a cluster from Azure Arc to jobs', () => {
  it('gets the extension, is attached as the studio writes it, changed, detached and bare again', async () => {
    const extension = await install();
    expect(extension).toMatchObject({ status: 'SUCCEEDED', state: 'SUCCEEDED' });

    const compute = await perform(attachKubernetesCompute, {
      ...attachment(),
      configuration: studio,
    });
    expect(compute).toMatchObject({ status: 'SUCCEEDED', state: 'SUCCEEDED' });
    expect(compute.steps.at(-1)).toBe('verify pods: SKIPPED');
    expect(compute.messages.at(-1)).toContain('no kubeconfig');
    const computeArmId = `${given.workspaceArmId}/computes/arc-one`;
    expect(bodyOf(computeArmId)).toMatchObject({
      properties: { resourceId: given.clusterArmId, properties: studio },
    });

    expect(
      refusalsOf(await ask(uninstallArcExtension, { extensionId: extension.resourceId })),
    ).toEqual([['INVALID_STATE', 'extensionId']]);

    const changed = await perform(reattachKubernetesCompute, {
      computeId: compute.resourceId,
      namespace: 'default',
    });
    expect(changed).toMatchObject({ status: 'SUCCEEDED', state: 'SUCCEEDED', gone: false });
    expect(bodyOf(computeArmId)).toMatchObject({
      properties: { properties: { ...studio, namespace: 'default' } },
    });

    const detached = await perform(detachKubernetesCompute, { computeId: compute.resourceId });
    expect(detached).toMatchObject({ status: 'SUCCEEDED', gone: true });
    expect(arm.resources.has(armIdKey(given.clusterArmId))).toBe(true);

    const gone = await perform(uninstallArcExtension, { extensionId: extension.resourceId });
    expect(gone).toMatchObject({ status: 'SUCCEEDED', gone: true });
    expect(arm.idsOf('extensions')).toEqual([]);
  });

  it('is provisioned in one operation, which takes an extension with the same settings as it is', async () => {
    await install();
    const story = await perform(provisionKubernetesCompute, {
      ...attachment(),
      extension: training,
    });
    expect(story).toMatchObject({ status: 'SUCCEEDED', state: 'SUCCEEDED' });
    expect(story.steps).toContain('put extension: SKIPPED');
    expect(arm.ledger.filter(({ armId }) => armId.includes('/extensions/'))).toHaveLength(1);
  });

  it('is not provisioned over an extension with other settings', async () => {
    await install();
    const story = await perform(provisionKubernetesCompute, {
      ...attachment(),
      extension: { settings: { enableTraining: true, installVolcano: false } },
    });
    expect(story).toMatchObject({ status: 'FAILED', error: 'EXTENSION_DIFFERS' });
    expect(arm.idsOf('computes')).toEqual([]);
  });

  it('says so when the second half of a reattachment fails, and a retry finishes it', async () => {
    await install();
    const compute = await perform(attachKubernetesCompute, attachment());
    const { operationId } = await accepted(reattachKubernetesCompute, {
      computeId: compute.resourceId,
      namespace: 'jobs',
    });
    const put = arm.put.bind(arm);
    arm.put = async (armId, body) => {
      const lro = await put(armId, body);
      arm.end(armId, 'Failed');
      return lro;
    };
    const failed = await playToEnd(database.pool, arm, operationId);
    expect(failed).toMatchObject({ status: 'FAILED', gone: false });
    expect(failed.messages.join(' ')).toContain('detached and is not attached again');
    const keeping = `SELECT FROM operation_step WHERE operation_id = $1 AND memory ? 'stood'`;
    expect((await database.pool.query(keeping, [operationId])).rowCount).toBe(1);
    arm.put = put;
    const context = contextForTests('OPERATOR', given.teamId);
    const again = await askOf(
      retryOperation,
      submitForTests(database.pool),
      context,
      operationId,
      null,
    );
    expect(again.ok).toBe(true);
    expect(await playToEnd(database.pool, arm, operationId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(bodyOf(`${given.workspaceArmId}/computes/arc-one`)).toMatchObject({
      properties: { properties: { namespace: 'jobs' } },
    });
    expect((await database.pool.query(keeping, [operationId])).rowCount).toBe(0);
  });
});

describe('an installation', () => {
  it('whose cluster goes offline ends at the next look', async () => {
    const { operationId } = await accepted(installArcExtension, {
      clusterArmId: given.clusterArmId,
      ...training,
    });
    const put = arm.put.bind(arm);
    arm.put = async (armId, body) => {
      arm.connect(given.clusterArmId, { connectivityStatus: 'Offline' });
      return put(armId, body);
    };
    arm.endAll = () => undefined;
    const story = await playToEnd(database.pool, arm, operationId);
    expect(story).toMatchObject({ status: 'FAILED', error: 'CLUSTER_NOT_CONNECTED' });
  });

  it('that fails by a webhook that timed out is sent again by itself', async () => {
    const { operationId } = await accepted(installArcExtension, {
      clusterArmId: given.clusterArmId,
      ...training,
    });
    let puts = 0;
    const put = arm.put.bind(arm);
    arm.put = async (armId, body) => {
      puts += 1;
      const lro = await put(armId, body);
      const failed = {
        ...(bodyOf(armId)['properties'] as unknown as object),
        provisioningState: 'Failed',
        errorInfo: { code: 'x', message: 'failed calling webhook "a": context deadline exceeded' },
      };
      if (puts < 3) arm.resources.set(armIdKey(armId), { ...bodyOf(armId), properties: failed });
      return lro;
    };
    const story = await playToEnd(database.pool, arm, operationId);
    expect(story.status).toBe('SUCCEEDED');
    expect(puts).toBe(3);
  });

  it('that fails for good has a code, a remedy and an advice', async () => {
    const { operationId, resourceId } = await accepted(installArcExtension, {
      clusterArmId: given.clusterArmId,
      ...training,
    });
    const put = arm.put.bind(arm);
    arm.put = async (armId, body) => {
      const lro = await put(armId, body);
      const failed = {
        ...(bodyOf(armId)['properties'] as unknown as object),
        provisioningState: 'Failed',
        statuses: [{ level: 'Error', message: 'E45002 PROMETHEUS_CONFLICT' }],
      };
      arm.resources.set(armIdKey(armId), { ...bodyOf(armId), properties: failed });
      return lro;
    };
    const story = await playToEnd(database.pool, arm, operationId);
    expect(story).toMatchObject({ status: 'FAILED', error: 'PROMETHEUS_CONFLICT' });
    const { rows } = await database.pool.query<{ errors: object[] }>(
      'SELECT provisioning_errors AS errors FROM resource WHERE id = $1',
      [resourceId],
    );
    expect(rows[0]?.errors).toEqual([
      expect.objectContaining({
        code: 'PROMETHEUS_CONFLICT',
        remedy: expect.stringContaining('installPromOp') as string,
      }),
    ]);
  });

  it('changes settings in place', async () => {
    const { resourceId } = await install();
    const story = await perform(updateArcExtension, {
      extensionId: resourceId,
      settings: { installVolcano: false },
    });
    expect(story.status).toBe('SUCCEEDED');
    expect(
      bodyOf(
        `${given.clusterArmId}/providers/Microsoft.KubernetesConfiguration/extensions/azureml`,
      ),
    ).toMatchObject({
      properties: { configurationSettings: { enableTraining: 'True', installVolcano: 'False' } },
    });
  });
});

describe('secrets', () => {
  const secret = `-----BEGIN ${'PRIVATE'} KEY-----\nhush-${'0123456789abcdef'}\n-----END`;
  const protectedSettings = [
    { name: 'sslKeyPemFile', reference: 'file:key.pem' },
    { name: 'sslCertPemFile', reference: 'file:cert.pem' },
  ];
  const input = () => ({
    clusterArmId: given.clusterArmId,
    settings: {
      enableInference: true,
      inferenceRouterServiceType: 'NODE_PORT',
      sslCname: 'ml.example',
    },
    protectedSettings,
  });
  const ports: StepPorts = {
    ...noPorts,
    secrets: { read: async (team) => (team === given.teamId ? secret : undefined) },
    kubernetes: { whyNotUsable: () => undefined, listPods: async () => [] },
  };

  /** Everything that is in the database, as text. */
  async function everything(): Promise<string> {
    const { rows: tables } = await database.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const texts = tables.map(async ({ name }) => {
      const { rows } = await database.pool.query(`SELECT to_jsonb(t) AS row FROM "${name}" t`);
      return JSON.stringify(rows);
    });
    return (await Promise.all(texts)).join('\n');
  }

  it('reach Azure and no row', async () => {
    const { operationId } = await accepted(installArcExtension, input());
    const put = arm.put.bind(arm);
    let sent = '';
    arm.put = (armId, body) => {
      sent = JSON.stringify(body);
      return put(armId, body);
    };
    expect((await playToEnd(database.pool, arm, operationId, ports)).status).toBe('SUCCEEDED');
    expect(sent).toContain('hush-0123456789abcdef');
    expect(await everything()).not.toContain('hush-0123456789abcdef');
    expect(await everything()).toContain('file:key.pem');
  });

  it('that are not there end the operation with a remedy, and nothing is sent', async () => {
    const story = await perform(installArcExtension, input());
    expect(story).toMatchObject({ status: 'FAILED', error: 'SECRET_NOT_FOUND' });
    expect(arm.ledger).toEqual([]);
  });

  it('are refused where a reference should be, and not repeated', async () => {
    const given = { ...input(), protectedSettings: [{ name: 'sslKeyPemFile', reference: secret }] };
    const answer = await ask(installArcExtension, given);
    expect(refusalsOf(answer)).toContainEqual([
      'INVALID_INPUT',
      'protectedSettings',
      'sslKeyPemFile',
    ]);
    expect(JSON.stringify(answer)).not.toContain('hush');
  });
});

describe('pods', () => {
  const kubeconfigReference = 'file:kubeconfig';
  const withPods = (pods: Awaited<ReturnType<StepPorts['kubernetes']['listPods']>>): StepPorts => ({
    ...noPorts,
    secrets: { read: async () => 'a kubeconfig' },
    kubernetes: { whyNotUsable: () => undefined, listPods: async () => pods },
  });
  const pod = { name: 'gateway-0', phase: 'Running', ready: true, reason: null };

  it('that are all ready end the operation', async () => {
    await install();
    const done = { ...pod, name: 'healthcheck', phase: 'Succeeded', ready: false };
    const story = await perform(
      attachKubernetesCompute,
      { ...attachment(), kubeconfigReference },
      withPods([pod, done]),
    );
    expect(story.steps.at(-1)).toBe('verify pods: SUCCEEDED');
  });

  /** An operation of this kind whose pods do not become ready, up to where it looks at them. */
  async function upToThePods(mutation: Submission, input: object): Promise<string> {
    const { operationId } = await accepted(mutation, input);
    const stuck = { ...pod, phase: 'Pending', ready: false };
    const engine = engineForTests(database.pool, arm, { kinds, ports: withPods([stuck]) });
    await vi.waitFor(
      async () => {
        await engine.advance(operationId);
        arm.endAll();
        await lookAtAll(database.pool, arm);
        const { steps } = await storyOf(database.pool, operationId);
        if (steps.at(-1) === 'verify pods: RUNNING') return;
        await letTimePass(database.pool, operationId);
        throw new Error(steps.join());
      },
      { interval: 1, timeout: 30_000 },
    );
    return operationId;
  }
  const cancel = (operationId: string) =>
    askOf(
      cancelOperation,
      { pool: database.pool, kinds },
      contextForTests('OPERATOR', given.teamId),
      operationId,
    );

  it('are no longer looked at once a reattachment is canceled, and the attachment stays', async () => {
    await install();
    const compute = await perform(
      attachKubernetesCompute,
      {
        ...attachment(),
        kubeconfigReference,
      },
      withPods([pod]),
    );
    const operationId = await upToThePods(reattachKubernetesCompute, {
      computeId: compute.resourceId,
      namespace: 'jobs',
    });
    expect(await cancel(operationId)).toMatchObject({ ok: true });
    const story = await playToEnd(database.pool, arm, operationId);
    expect(story).toMatchObject({ status: 'CANCELED', gone: false });
    expect(story.steps.at(-1)).toBe('verify pods: CANCELED');
    expect(story.audit.slice(-2)).toEqual(['cancel_requested', 'canceled']);
    expect(bodyOf(`${given.workspaceArmId}/computes/arc-one`)).toMatchObject({
      properties: { properties: { namespace: 'jobs' } },
    });
    const changed = await perform(
      reattachKubernetesCompute,
      {
        computeId: compute.resourceId,
        namespace: 'default',
      },
      withPods([pod]),
    );
    expect(changed).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('are no longer looked at once an attachment is canceled, and nothing of it stays', async () => {
    await install();
    const operationId = await upToThePods(attachKubernetesCompute, {
      ...attachment(),
      kubeconfigReference,
    });
    expect(await cancel(operationId)).toMatchObject({ ok: true });
    expect(await playToEnd(database.pool, arm, operationId)).toMatchObject({
      status: 'CANCELED',
      gone: true,
    });
    expect(arm.idsOf('computes')).toEqual([]);
  });

  it('are not asked for with a kubeconfig that wants a program run: refused before anything is sent', async () => {
    await install();
    const sent = arm.ledger.length;
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'c',
      contexts: [
        {
          name: 'c',
          context: {
            cluster: 'c',
            user: 'u',
          },
        },
      ],
      clusters: [
        {
          name: 'c',
          cluster: { server: 'https://c.example.com' },
        },
      ],
      users: [
        {
          name: 'u',
          user: { exec: { command: 'kubelogin' } },
        },
      ],
    };
    const story = await perform(
      attachKubernetesCompute,
      { ...attachment(), kubeconfigReference },
      {
        ...noPorts,
        secrets: { read: async () => JSON.stringify(kubeconfig) },
        kubernetes: { whyNotUsable, listPods: async () => [] },
      },
    );
    expect(story.steps.find((step) => step.includes('FAILED'))).toBe('check cluster: FAILED');
    expect(story).toMatchObject({ status: 'FAILED', error: 'KUBECONFIG_NOT_USABLE' });
    expect(arm.ledger).toHaveLength(sent);
  });

  it('that are not are named with their reason', async () => {
    await install();
    const stuck = {
      ...pod,
      name: 'relay-1',
      phase: 'Pending',
      ready: false,
      reason: 'ImagePullBackOff',
    };
    const story = await perform(
      attachKubernetesCompute,
      { ...attachment(), kubeconfigReference },
      withPods([pod, stuck]),
    );
    expect(story).toMatchObject({ status: 'FAILED', error: 'PODS_NOT_READY' });
    expect(story.messages.at(-1)).toContain('relay-1 (ImagePullBackOff)');
    expect(story.messages.at(-1)).not.toContain('gateway-0');
  });
});

describe('refusals', () => {
  const observe = () =>
    new ConnectedClusterSweep({ pool: database.pool, arm }).run(new AbortController().signal);

  it('of an attachment: no extension, cluster away, other subscription, attached already', async () => {
    expect(refusalsOf(await ask(attachKubernetesCompute, attachment()))).toEqual([
      ['EXTENSION_NOT_READY', 'clusterArmId'],
    ]);
    await install();
    await perform(attachKubernetesCompute, attachment());
    const again = await ask(attachKubernetesCompute, { ...attachment(), name: 'arc-two' });
    expect(refusalsOf(again)).toEqual([['ALREADY_ATTACHED', 'clusterArmId']]);
    expect(JSON.stringify(again)).toContain('arc-one');
    arm.connect(given.clusterArmId, { connectivityStatus: 'Offline' });
    await observe();
    const away = await ask(provisionKubernetesCompute, { ...attachment(), extension: training });
    expect(refusalsOf(away)).toContainEqual(['CLUSTER_NOT_CONNECTED', 'clusterArmId']);
  });

  it('of the studio configuration name the field in it', async () => {
    await install();
    const configuration = structuredClone(studio);
    configuration.instanceTypes.gpu_instance.resources.requests.cpu = '3';
    expect(
      refusalsOf(await ask(attachKubernetesCompute, { ...attachment(), configuration })),
    ).toEqual([
      ['INVALID_INPUT', 'configuration', 'instanceTypes', 'gpu_instance', 'requests', 'cpu'],
    ]);
    expect(
      refusalsOf(
        await ask(attachKubernetesCompute, {
          ...attachment(),
          configuration: studio,
          namespace: 'x',
        }),
      ),
    ).toEqual([['INVALID_INPUT', 'configuration']]);
    expect(
      refusalsOf(
        await ask(attachKubernetesCompute, { ...attachment(), configuration: { nameSpace: 'x' } }),
      ),
    ).toEqual([['INVALID_INPUT', 'configuration']]);
  });

  it('of a second extension on a cluster', async () => {
    await install();
    const again = await ask(installArcExtension, {
      clusterArmId: given.clusterArmId,
      name: 'b',
      ...training,
    });
    expect(refusalsOf(again)).toEqual([['ALREADY_EXISTS', 'clusterArmId']]);
  });

  it('say which instance type Azure uses where none is named', async () => {
    await install();
    const { warnings } = await accepted(attachKubernetesCompute, attachment());
    expect(warnings.map(({ message }) => message).join()).toContain('1 cpu, 4Gi, 0 GPU');
  });

  it.each<[Role, string[]]>([
    ['VIEWER', ['FORBIDDEN']],
    ['APPROVER', ['FORBIDDEN']],
    ['OPERATOR', []],
    ['ADMIN', []],
  ])('by role: %s', async (role, codes) => {
    const input = { clusterArmId: given.clusterArmId, ...training };
    const answer = await ask(installArcExtension, input, role);
    expect(refusalsOf(answer).map(([code]) => code)).toEqual(codes);
    const other = await givenWorkspace(database.pool, 'other');
    const stranger = await ask(installArcExtension, input, role, other.teamId);
    expect(refusalsOf(stranger)).toEqual([['SCOPE_NOT_SHARED', 'clusterArmId']]);
    const theirs = { ...attachment(), workspaceId: other.workspaceId };
    const lent = await ask(attachKubernetesCompute, theirs, 'OPERATOR', other.teamId);
    expect(refusalsOf(lent)).toEqual([['SCOPE_NOT_SHARED', 'clusterArmId']]);
  });
});

describe('the sweep', () => {
  it('gives a cluster to the team of its group, and takes up what stands on it', async () => {
    const extensionArmId = `${given.clusterArmId}/providers/Microsoft.KubernetesConfiguration/extensions/found`;
    const properties = {
      extensionType: 'Microsoft.AzureML.Kubernetes',
      provisioningState: 'Succeeded',
      configurationSettings: { enableTraining: 'True' },
    };
    arm.resources.set(armIdKey(extensionArmId), { id: extensionArmId, properties });
    const stranger = given.clusterArmId.replace(/resourceGroups\/[^/]+/, 'resourceGroups/nobodys');
    arm.connect(stranger);
    await new ConnectedClusterSweep({ pool: database.pool, arm }).run(new AbortController().signal);
    const { rows } = await database.pool.query<{ kind: string; name: string; team: string }>(
      `SELECT kind, name, team_id AS team FROM resource WHERE kind IN ('CONNECTED_CLUSTER', 'ARC_EXTENSION')
       AND team_id = $1 ORDER BY kind`,
      [given.teamId],
    );
    expect(rows.map(({ kind, name }) => [kind, name])).toEqual([
      ['ARC_EXTENSION', 'found'],
      ['CONNECTED_CLUSTER', 'arc'],
    ]);
    const { rows: nobodys } = await database.pool.query(
      'SELECT 1 FROM resource WHERE arm_id_key = $1',
      [armIdKey(stranger)],
    );
    expect(nobodys).toEqual([]);
  });

  it('gives every cluster its turn, whatever ARM refuses for one of them', async () => {
    const names = Array.from({ length: 45 }, (_, n) => `many-${n}`);
    for (const name of names) arm.connect(given.clusterArmId.replace(/[^/]+$/, name));
    const asked: string[] = [];
    const answer = arm.list.bind(arm);
    arm.list = async (collection) => {
      asked.push(collection);
      if (collection.includes('/many-7/')) throw armError('refused');
      return answer(collection);
    };
    const sweep = new ConnectedClusterSweep({ pool: database.pool, arm });
    const run = () => sweep.run(new AbortController().signal).catch((error: unknown) => error);
    const rounds: unknown[] = [];
    const isEveryOneAsked = () =>
      names.every((name) => asked.some((collection) => collection.includes(`/${name}/`)));
    while (!isEveryOneAsked() && rounds.length < 20) rounds.push(await run());
    expect(isEveryOneAsked()).toBe(true);
    expect(rounds.filter((round) => round !== undefined).length).toBeGreaterThanOrEqual(1);
  });

  it('lets go of what Azure no longer lists', async () => {
    await database.pool.query(
      `UPDATE resource SET observed_at = now() - interval '1 hour' WHERE kind = 'CONNECTED_CLUSTER'`,
    );
    arm.resources.delete(armIdKey(given.clusterArmId));
    await new ConnectedClusterSweep({ pool: database.pool, arm }).run(new AbortController().signal);
    const { rows } = await database.pool.query<{ id: string; gone: boolean }>(
      'SELECT id, gone_at IS NOT NULL AS gone FROM resource WHERE arm_id_key = $1',
      [armIdKey(given.clusterArmId)],
    );
    expect(rows).toMatchObject([{ gone: true }]);
    const audited = await database.pool.query(
      `SELECT action, actor_id, team_id, after FROM audit_event WHERE target_id = $1 ORDER BY occurred_at`,
      [rows[0]?.id],
    );
    const azure = { actor_id: azurePrincipalId, team_id: given.teamId };
    expect(audited.rows).toEqual([
      { ...azure, action: 'connected_cluster.imported', after: { armId: given.clusterArmId } },
      { ...azure, action: 'connected_cluster.vanished', after: null },
    ]);
  });
});
