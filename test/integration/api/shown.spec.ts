import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeableOfComputeCluster } from '#libs/kinds/compute-clusters';
import { changeableOfComputeInstance } from '#libs/kinds/compute-instances';
import { armaturePrincipalId } from '#libs/tenants';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { givenOperation, givenWorkspace } from '../../support/engine.js';
import { rowIdOf } from '../../support/gateway.js';
import { askFor, everythingOf, fieldsOf } from '../../support/schema-walk.js';
import { storeRow, type StoredForTests } from '../../support/stored-rows.js';
import { settingOf, typeNames, type TestedKind } from '../../support/two-settings.js';

type Node = Record<string, unknown> & { id: string };
type Place = Awaited<ReturnType<typeof givenWorkspace>>;

let api: ApiUnderTest;
let place: Place;
/** Rows of connected clusters by their ARM id. */
const clusters = new Map<string, string>();

const kinds = Object.keys(typeNames) as TestedKind[];
const computes: TestedKind[] = ['COMPUTE_CLUSTER', 'COMPUTE_INSTANCE', 'KUBERNETES_COMPUTE'];

/** Where each kind is listed. */
const lists: Partial<Record<TestedKind, string>> = {
  RESOURCE_GROUP: 'resourceGroups',
  WORKSPACE: 'workspaces',
  AZURE_SUBSCRIPTION: 'azureSubscriptions',
  CONNECTED_CLUSTER: 'connectedClusters',
  ...Object.fromEntries(computes.map((kind) => [kind, 'computes'])),
};

beforeAll(async () => {
  api = await startApi(undefined, undefined, undefined, { costLimit: Infinity });
  place = await givenWorkspace(api.database.pool);
  await ignoreInPlace('WORKSPACE');
  await ignoreInPlace('RESOURCE_GROUP');
  for (const which of ['one', 'two'] as const) {
    const armId = String(settingOf('KUBERNETES_COMPUTE', which).observed['clusterArmId']);
    const row = {
      kind: 'CONNECTED_CLUSTER',
      ...settingOf('CONNECTED_CLUSTER', which),
      armId,
    } as const;
    clusters.set(armId, await storeRow(api.database.pool, place.teamId, row));
  }
  for (const kind of kinds) for (const state of statesOf(kind)) await store(state);
  await givenOperation(api.database.pool, { workspace: place, name: 'under-way' });
}, 60_000);
afterAll(() => api.close());

const globalId = (kind: TestedKind, id: string): string =>
  Buffer.from(`${typeNames[kind]}:${id}`).toString('base64url');

/** What holds the computes is not as it was asked for either. */
async function ignoreInPlace(kind: TestedKind): Promise<void> {
  await api.database.pool.query(
    `UPDATE resource SET desired = $2, observed = $3 WHERE kind = $1::text AND team_id = $4`,
    [kind, settingOf(kind, 'one').desired, settingOf(kind, 'two').observed, place.teamId],
  );
}

const parentOf = (kind: TestedKind): string | null => {
  if (computes.includes(kind)) return place.workspaceId;
  return kind === 'ARC_EXTENSION' ? ([...clusters.values()][0] ?? null) : null;
};

async function store(row: StoredForTests): Promise<string> {
  const { clusterArmId } = row.desired as { clusterArmId?: string };
  const clusterId = clusterArmId === undefined ? undefined : clusters.get(clusterArmId);
  const desired = { ...(row.desired as object), ...(clusterId && { clusterId }) };
  const stored = { ...row, desired, parentId: parentOf(row.kind as TestedKind) };
  return globalId(row.kind as TestedKind, await storeRow(api.database.pool, place.teamId, stored));
}

/** A row in many of the states that it may be in. */
function statesOf(kind: TestedKind): StoredForTests[] {
  const [one, two] = [settingOf(kind, 'one'), settingOf(kind, 'two')];
  const errors = [{ code: 'Odd', message: 'odd', retry: 'LATER' }];
  return [
    { kind, ...one },
    { kind, desired: one.desired, observed: two.observed },
    { kind, desired: one.desired, observed: null, provisioningState: 'CREATING' },
    { kind, desired: one.desired, observed: null, provisioningState: 'FAILED' },
    {
      kind,
      desired: one.desired,
      observed: two.observed,
      provisioningState: 'FAILED',
      provisioningErrors: errors,
    },
    { kind, ...two, managed: !computes.includes(kind) },
    { kind, desired: {}, observed: {} },
  ];
}

async function ask(query: string, variables: object = {}): Promise<Record<string, unknown>> {
  const { data, errors } = await api.graphql(api.adminKey, query, variables);
  expect(errors, query).toBeUndefined();
  return data;
}

async function page(kind: TestedKind, selection: string): Promise<Node[]> {
  const list = lists[kind]!;
  const ofType = list === 'computes' ? `... on ${typeNames[kind]} { ${selection} }` : selection;
  const filter = list === 'computes' ? `, filter: { type: ${kind} }` : '';
  const data = await ask(
    `{ ${list}(first: 100${filter}) { nodes { ${list === 'computes' ? '' : 'id'} ${ofType} } } }`,
  );
  return (data[list] as { nodes: Node[] }).nodes;
}

const node = async (kind: TestedKind, id: string, selection: string): Promise<Node> =>
  (
    await ask(`query ($id: ID!) { node(id: $id) { ... on ${typeNames[kind]} { ${selection} } } }`, {
      id,
    })
  )['node'] as Node;

describe('a field answers the same whatever is asked beside it', () => {
  const listed = kinds.filter((kind) => kind in lists);
  it.each(listed)('of a page of %s', async (kind) => {
    const type = typeNames[kind];
    const whole = await page(kind, everythingOf(type));
    expect(whole.length).toBeGreaterThanOrEqual(statesOf(kind).length);
    for (const field of fieldsOf(type)) {
      const alone = await page(kind, `id ${askFor(type, field)}`);
      const beside = whole.map((one) => ({ id: one.id, [field]: one[field] }));
      expect(alone, `${type}.${field}`).toEqual(beside);
    }
  });

  it.each(listed)('of a node and of a page: %s', async (kind) => {
    const selection = everythingOf(typeNames[kind]);
    for (const one of await page(kind, selection))
      expect(await node(kind, one.id, selection)).toEqual(one);
  });
});

/** Every way to a node that is neither its own page nor `node`, with FOUND for what is asked of it. */
const ofComputes = [
  'computes(first: 100) { edges { node FOUND } }',
  'workspaces(first: 100) { nodes { computes(first: 100) { nodes FOUND } } }',
  'teams(first: 100) { nodes { computes(first: 100) { edges { node FOUND } } } }',
];
const inWorkspaces = 'computes(first: 100) { nodes { workspace FOUND } }';
const throughAttachments =
  'computes(first: 100, filter: { type: KUBERNETES_COMPUTE }) { nodes { ... on KubernetesCompute { cluster FOUND } } }';
const waysTo: Record<TestedKind, string[]> = {
  COMPUTE_CLUSTER: [...ofComputes, 'operations(first: 100) { nodes { target FOUND } }'],
  COMPUTE_INSTANCE: ofComputes,
  KUBERNETES_COMPUTE: ofComputes,
  WORKSPACE: [inWorkspaces, 'workspaces(first: 100) { edges { node FOUND } }'],
  RESOURCE_GROUP: [
    inWorkspaces.replace('FOUND', '{ resourceGroup FOUND }'),
    'workspaces(first: 100) { nodes { resourceGroup FOUND } }',
  ],
  AZURE_SUBSCRIPTION: ['azureSubscriptions(first: 100) { nodes FOUND }'],
  CONNECTED_CLUSTER: [throughAttachments, 'connectedClusters(first: 100) { edges { node FOUND } }'],
  ARC_EXTENSION: [
    throughAttachments.replace('FOUND', '{ extensions FOUND }'),
    'connectedClusters(first: 100) { nodes { extensions FOUND } }',
  ],
};

/** All nodes of a kind in an answer, however deep, each by its id. */
function nodesIn(answer: unknown, kind: TestedKind): Map<string, Node> {
  if (typeof answer !== 'object' || answer === null) return new Map();
  const { id } = answer as { id?: unknown };
  if (typeof id === 'string' && id.startsWith(globalId(kind, '').slice(0, -1)))
    return new Map([[id, answer as Node]]);
  return new Map(Object.values(answer).flatMap((inner) => [...nodesIn(inner, kind)]));
}

describe('a field answers the same by whatever way it is reached', () => {
  it.each(kinds.flatMap((kind) => waysTo[kind].map((way) => [kind, way] as const)))(
    'of %s by %s',
    async (kind, way) => {
      const type = typeNames[kind];
      const by = async (selection: string): Promise<Map<string, Node>> => {
        const found = `{ ... on ${type} { id ${selection} } }`;
        return nodesIn(await ask(`{ ${way.replace('FOUND', found)} }`), kind);
      };
      const found = await by(everythingOf(type));
      expect(found.size).toBeGreaterThan(0);
      for (const [id, one] of found) expect(await node(kind, id, everythingOf(type))).toEqual(one);
      for (const field of fieldsOf(type))
        for (const [id, alone] of await by(askFor(type, field)))
          expect(alone, `${type}.${field}`).toEqual({ id, [field]: found.get(id)?.[field] });
    },
  );
});

describe('what Azure has is what is shown', () => {
  /** What is shown as it was asked for, and why (ADR 0022). */
  const asAsked: Record<string, string> = {
    id: 'its own',
    name: 'its own',
    armId: 'its own',
    diagnostics: 'says what differs',
    changedAt: 'says when the row changed, whatever of it',
    ssh: 'the key is known to nobody else, and compared below',
    schedules: 'both are shown',
    setupScripts: 'Azure keeps them to itself',
    idleShutdown: 'both are shown',
    customApplications: 'Azure answers names alone: one that it has not is not shown',
  };

  it.each(kinds.filter((kind) => kind !== 'CONNECTED_CLUSTER'))(
    'of %s, in every field, where it is not what was asked for',
    async (kind) => {
      const type = typeNames[kind];
      const [one, two] = [settingOf(kind, 'one'), settingOf(kind, 'two')];
      const selection = everythingOf(type);
      const ignored = await node(
        kind,
        await store({ kind, desired: one.desired, observed: two.observed }),
        selection,
      );
      const obeyed = await node(kind, await store({ kind, ...two }), selection);
      const wished = await node(
        kind,
        await store({ kind, desired: one.desired, observed: null, provisioningState: 'CREATING' }),
        selection,
      );
      for (const field of fieldsOf(type)) {
        if (field in asAsked) continue;
        expect(ignored[field], `${type}.${field}`).toEqual(obeyed[field]);
      }
      // Before Azure has said anything, it is what was asked for: the two settings are alike in nothing.
      const asked = fieldsOf(type).filter((name) => name in one.desired && !(name in asAsked));
      for (const field of asked)
        expect(wished[field], `${type}.${field}`).not.toEqual(obeyed[field]);
    },
  );

  it('also of SSH and schedules', async () => {
    const one = settingOf('COMPUTE_INSTANCE', 'one');
    const two = settingOf('COMPUTE_INSTANCE', 'two');
    const id = await store({
      kind: 'COMPUTE_INSTANCE',
      desired: one.desired,
      observed: two.observed,
    });
    const selection = everythingOf('ComputeInstance');
    const found = await node('COMPUTE_INSTANCE', id, selection);
    expect(found['ssh']).toMatchObject({ enabled: false, host: null, publicKey: null });
    expect(found['idleShutdown']).toEqual({ configured: 'PT30M', effective: null });
    expect(found['customApplications']).toEqual([]);
    expect(found['schedules']).toMatchObject([
      { configured: { action: 'STOP' }, effective: null, nextFireTimes: [] },
      { configured: { action: 'START' }, effective: null, nextFireTimes: [] },
      { configured: null, effective: { action: 'STOP' } },
    ]);
    const effective = (found['schedules'] as { nextFireTimes: string[] }[]).at(-1);
    expect(effective?.nextFireTimes).toHaveLength(3);
  });

  it('of a public address beside a flag that says there is none', async () => {
    const { desired, observed } = settingOf('COMPUTE_INSTANCE', 'two');
    const id = await store({
      kind: 'COMPUTE_INSTANCE',
      desired,
      observed: {
        ...observed,
        publicIpAddress: '10.1.1.1',
      },
    });
    expect(await node('COMPUTE_INSTANCE', id, everythingOf('ComputeInstance'))).toMatchObject({
      enableNodePublicIp: true,
      publicIpAddress: '10.1.1.1',
      diagnostics: [{ evidence: { differing: [{ field: 'enableNodePublicIp' }] } }],
    });
  });
});

describe('a diagnostic names every field that differs', () => {
  /** Fields of the wish that Azure does not answer. */
  const unanswered = ['setupScripts', 'clusterId', 'kubeconfigReference'];

  it.each(computes)('of %s, each with what can be done', async (kind) => {
    const [one, two] = [settingOf(kind, 'one'), settingOf(kind, 'two')];
    const observed = { ...two.observed, tags: { owner: 'found' } };
    const id = await store({ kind, desired: one.desired, observed });
    await api.database.pool.query(
      `INSERT INTO cost_tag (resource_id, key, value, source) VALUES ($1, 'owner', 'asked', 'REQUEST')`,
      [rowIdOf(id)],
    );
    const found = await node(kind, id, 'diagnostics { code remedy evidence }');
    const differ = (
      found['diagnostics'] as {
        code: string;
        remedy: string;
        evidence: { differing: { field: string }[] };
      }[]
    ).filter(({ code }) => code === 'SETTINGS_DIFFER');
    const named = new Set(
      differ.flatMap(({ evidence }) => evidence.differing.map(({ field }) => field.split('.')[0])),
    );
    const asked = Object.keys(one.desired).filter((field) => !unanswered.includes(field));
    expect(named).toEqual(new Set([...asked, 'costTags']));
    for (const { remedy, evidence } of differ)
      for (const { field } of evidence.differing)
        expect(remedy, field).toContain(whatToDo(kind, field.split('.')[0] ?? ''));
  });

  it.each(computes)(
    'and none of %s while Azure, or an operation, is at work on it',
    async (kind) => {
      const settings = {
        desired: settingOf(kind, 'one').desired,
        observed: settingOf(kind, 'two').observed,
      };
      const differs = async (id: string): Promise<boolean> =>
        JSON.stringify(await node(kind, id, 'diagnostics { code }')).includes('SETTINGS_DIFFER');
      const [moving, worked] = [
        await store({ kind, ...settings, provisioningState: 'UPDATING' }),
        await store({ kind, ...settings }),
      ];
      expect(await differs(moving)).toBe(false);
      expect(await differs(worked)).toBe(true);
      await api.database.pool.query(
        `INSERT INTO operation (kind, status, target_id, target_name, team_id, requested_by_id, channel, request_id)
        VALUES ('COMPUTE_CLUSTER_UPDATE', 'RUNNING', $1, 'x', $2, $3, 'graphql', 'r')`,
        [rowIdOf(worked), place.teamId, armaturePrincipalId],
      );
      expect(await differs(worked)).toBe(false);
    },
  );
});

/** What leads out of a difference of the field. */
function whatToDo(kind: TestedKind, field: string): string {
  if (field === 'costTags') return 'setCostTags';
  if (kind === 'KUBERNETES_COMPUTE')
    return field === 'clusterArmId' ? 'Detach it' : 'reattachKubernetesCompute';
  if (kind === 'COMPUTE_INSTANCE' && field === 'vmSize') return 'resizeComputeInstance';
  const changeable: readonly string[] =
    kind === 'COMPUTE_CLUSTER' ? changeableOfComputeCluster : changeableOfComputeInstance;
  return changeable.includes(field) ? 'Update the ' : 'create it anew';
}
