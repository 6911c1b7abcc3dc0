import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { givenWorkspace } from '../../support/engine.js';
import { mutilate } from '../../support/mutilate.js';
import { storeRow } from '../../support/stored-rows.js';
import { settingOf, typeNames, type TestedKind } from '../../support/two-settings.js';

type Place = Awaited<ReturnType<typeof givenWorkspace>>;
interface Payload {
  operation: { id: string } | null;
  userErrors: { code: string; message: string; field: string[] | null }[];
}

let api: ApiUnderTest;
let place: Place;
let clusterId: string;

beforeAll(async () => {
  api = await startApi();
  place = await givenWorkspace(api.database.pool);
  const { desired, observed } = settingOf('CONNECTED_CLUSTER', 'one');
  clusterId = await storeRow(api.database.pool, place.teamId, {
    kind: 'CONNECTED_CLUSTER',
    desired,
    observed,
  });
}, 60_000);
afterAll(() => api.close());

const whole = (kind: TestedKind) => {
  const { desired, observed } = settingOf(kind, 'one');
  return { observed, desired: kind === 'KUBERNETES_COMPUTE' ? { ...desired, clusterId } : desired };
};

async function store(
  kind: TestedKind,
  stored: { desired: unknown; observed: unknown },
): Promise<string> {
  const parentId = kind === 'ARC_EXTENSION' ? clusterId : place.workspaceId;
  const id = await storeRow(api.database.pool, place.teamId, { kind, parentId, ...stored });
  return Buffer.from(`${typeNames[kind]}:${id}`).toString('base64url');
}

const inputs: Record<string, string> = { stopComputeInstance: 'ComputeInstanceActionInput' };

async function change(mutation: string, input: object): Promise<Payload> {
  const type = inputs[mutation] ?? `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  const { status, data, errors } = await api.graphql(
    api.adminKey,
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { operation { id } userErrors { code message field } } }`,
    { input },
  );
  expect({ status, errors, mutation, input }).toMatchObject({ status: 200, errors: undefined });
  return (data as Record<string, Payload>)[mutation]!;
}

type Change = [kind: TestedKind, mutation: string, input: object];
const changes: Change[] = [
  ['COMPUTE_CLUSTER', 'updateComputeCluster', { description: 'other', vmSize: 'Standard_D3_v2' }],
  ['COMPUTE_CLUSTER', 'updateComputeCluster', { scale: { maxNodeCount: 3 } }],
  ['COMPUTE_CLUSTER', 'removeComputeIdentity', {}],
  ['COMPUTE_INSTANCE', 'updateComputeInstance', { idleTimeBeforeShutdown: 'PT40M' }],
  ['COMPUTE_INSTANCE', 'resizeComputeInstance', { vmSize: 'Standard_DS12_v2' }],
  ['COMPUTE_INSTANCE', 'stopComputeInstance', {}],
  ['KUBERNETES_COMPUTE', 'reattachKubernetesCompute', { description: 'other' }],
  ['KUBERNETES_COMPUTE', 'detachKubernetesCompute', {}],
  ['ARC_EXTENSION', 'updateArcExtension', { settings: { installDcgmExporter: true } }],
  ['ARC_EXTENSION', 'uninstallArcExtension', { force: true }],
];
const idField = (kind: TestedKind) => (kind === 'ARC_EXTENSION' ? 'extensionId' : 'computeId');

describe('a change of what cannot be read whole', { timeout: 120_000 }, () => {
  it.each(changes)(
    'is accepted or refused by what it is: %s, %s',
    async (kind, mutation, input) => {
      const answers: Payload[] = [];
      for (const stored of mutilate(whole(kind)).filter((_, index) => index % 5 === 0))
        answers.push(
          await change(mutation, { [idField(kind)]: await store(kind, stored), ...input }),
        );
      for (const { operation, userErrors } of answers)
        expect(operation === null).toBe(userErrors.length > 0);
      expect(JSON.stringify(answers)).not.toContain('garbage');
    },
  );

  it('goes by what Azure has where that is told, and leaves a row that can be read', async () => {
    const { desired, observed } = whole('COMPUTE_CLUSTER');
    const computeId = await store('COMPUTE_CLUSTER', {
      desired: {
        ...desired,
        scale: 'garbage',
        vmSize: 7,
      },
      observed,
    });
    const changed = await change('updateComputeCluster', { computeId, description: 'other' });
    expect(changed.userErrors).toEqual([]);
    const { rows } = await api.database.pool.query<{ desired: object }>(
      'SELECT desired FROM resource WHERE id = $1',
      [Buffer.from(computeId, 'base64url').toString().split(':')[1]],
    );
    expect(rows[0]?.desired).toEqual({ ...desired, description: 'other' });
  });

  it.each([
    ['COMPUTE_INSTANCE', 'updateComputeInstance', { removeIdleShutdown: true }, 'setupScripts'],
    ['KUBERNETES_COMPUTE', 'reattachKubernetesCompute', {}, 'kubeconfigReference'],
    ['ARC_EXTENSION', 'updateArcExtension', { version: '9.9' }, 'settingReferences'],
  ] as const)(
    'is refused by the name of what nobody knows, and writes nothing: %s',
    async (kind, mutation, input, name) => {
      const { desired, observed } = whole(kind);
      const stored = { desired: { ...desired, [name]: 7 }, observed };
      const id = await store(kind, stored);
      expect(await change(mutation, { [idField(kind)]: id, ...input })).toMatchObject({
        operation: null,
        userErrors: [
          {
            code: 'INVALID_STATE',
            field: ['input', idField(kind)],
            message: expect.stringContaining(name) as string,
          },
        ],
      });
      const { rows } = await api.database.pool.query<{ desired: object }>(
        'SELECT desired FROM resource WHERE id = $1',
        [Buffer.from(id, 'base64url').toString().split(':')[1]],
      );
      expect(rows[0]?.desired).toEqual(stored.desired);
    },
  );
});

const shown: Partial<Record<TestedKind, string>> = {
  COMPUTE_CLUSTER:
    'vmSize vmPriority location enableNodePublicIp isolatedNetwork subnetId ssh { publicAccess adminUsername publicKey }',
  COMPUTE_INSTANCE: 'vmSize enableNodePublicIp subnetId assignedUser { objectId tenantId }',
};

describe('what cannot be changed', () => {
  it.each([
    ['COMPUTE_CLUSTER', 'updateComputeCluster'],
    ['COMPUTE_INSTANCE', 'updateComputeInstance'],
  ] as const)('is no change as the page shows it: %s', async (kind, mutation) => {
    const one = whole(kind);
    const other = settingOf(kind, 'two');
    const computeId = await store(kind, { desired: one.desired, observed: other.observed });
    const { data } = await api.graphql(
      api.adminKey,
      `query ($id: ID!) { node(id: $id) { ... on ${typeNames[kind]} { ${shown[kind]} } } }`,
      { id: computeId },
    );
    const page = (data as Record<string, Record<string, unknown>>)['node']!;
    expect(page['vmSize']).toBe(other.observed['vmSize']);
    expect((await change(mutation, { computeId, ...page })).userErrors).toEqual([]);
    const asked = await store(kind, { desired: one.desired, observed: other.observed });
    const wish = { vmSize: one.desired['vmSize'], enableNodePublicIp: true };
    const { userErrors } = await change(mutation, { computeId: asked, ...wish });
    expect(userErrors.map(({ code, field }) => [code, field?.at(-1)])).toEqual([
      ['IMMUTABLE_FIELD', 'vmSize'],
      ['IMMUTABLE_FIELD', 'enableNodePublicIp'],
    ]);
  });
});
