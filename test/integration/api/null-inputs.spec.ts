import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourceGroupId, workspaceArmId } from '#libs/kernel';
import { observeComputeInstance } from '#libs/kinds/compute-instances';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { awaitApproval } from '../../support/await-approval.js';
import { clusterForTests } from '../../support/cluster-values.js';
import {
  givenOperation,
  givenWorkspace,
  shareWith,
  subscriptionForTests,
} from '../../support/engine.js';
import { FakeArm } from '../../support/fake-arm.js';
import { at, givenTeam } from '../../support/gateway.js';
import { globalId } from '../../support/instance-api.js';
import { plainInstance } from '../../support/instance-row.js';
import { givenKubernetes } from '../../support/kubernetes.js';
import { givenListed } from '../../support/listed.js';
import { insertRow } from '../../support/scope-scene.js';

type Value = Record<string, unknown>;

let api: ApiUnderTest;
let workspaceId: string;
let teamId: string;
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const mutations = schema.getMutationType()?.getFields() ?? {};
const costTags = ['costCenter', 'owner', 'environment'].map((key) => ({ key, value: 'v' }));
const providers = `/subscriptions/${subscriptionForTests}/resourceGroups/g/providers`;
const kept = {
  storageAccountId: `${providers}/Microsoft.Storage/storageAccounts/s`,
  keyVaultId: `${providers}/Microsoft.KeyVault/vaults/k`,
};
const plainWorkspace = {
  location: 'eastus',
  friendlyName: null,
  description: null,
  ...kept,
  applicationInsightsId: null,
  containerRegistryId: null,
  identity: { type: 'SYSTEM_ASSIGNED' },
};

beforeAll(async () => {
  const arm = new FakeArm();
  arm.resources.set(`/subscriptions/${inAzure}`, { state: 'Enabled' });
  api = await startApi(undefined, arm);
  workspaceId = await workspace();
  const { rows } = await query(`SELECT team_id AS id FROM resource WHERE id = $1`, [
    rowOf(workspaceId),
  ]);
  teamId = globalId('Team', rows[0]?.id ?? '');
});
afterAll(() => api.close());

const query = (text: string, values: unknown[]) =>
  api.database.pool.query<{ id: string; name: string }>(text, values);
const rowOf = (id: string) => Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';

async function workspace(): Promise<string> {
  const { pool } = api.database;
  const { workspaceId: id, teamId: team } = await givenWorkspace(pool);
  await shareWith(pool, team, `/subscriptions/${subscriptionForTests}`);
  await query('UPDATE resource SET desired = $2 WHERE id = $1', [id, plainWorkspace]);
  return globalId('Workspace', id);
}

async function groupOf(workspace: string): Promise<{ id: string; name: string }> {
  const text = `SELECT g.id, g.name FROM resource w JOIN resource g ON g.id = w.parent_id WHERE w.id = $1`;
  const { rows } = await query(text, [rowOf(workspace)]);
  return { id: globalId('ResourceGroup', rows[0]?.id ?? ''), name: rows[0]?.name ?? '' };
}

/** A compute that stands, for one mutation. */
async function compute(
  kind: 'ComputeCluster' | 'ComputeInstance',
  observed: object = {},
  managed = true,
): Promise<string> {
  const name = `c-${randomUUID().slice(0, 8)}`;
  const { rows } = await query(
    `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location, managed,
       provisioning_state, raw_provisioning_state, desired, observed)
     SELECT $1::text, team_id, id, $2, arm_id || $3, lower(arm_id || $3), subscription_id, 'eastus', $4,
       'SUCCEEDED', '', $5, $6 FROM resource WHERE id = $7 RETURNING id`,
    [
      kind === 'ComputeCluster' ? 'COMPUTE_CLUSTER' : 'COMPUTE_INSTANCE',
      name,
      `/computes/${name}`,
      managed,
      kind === 'ComputeCluster'
        ? { ...clusterForTests, identity: { type: 'SYSTEM_ASSIGNED', userAssignedIdentityIds: [] } }
        : { ...plainInstance, idleTimeBeforeShutdown: 'PT1H' },
      observed,
      rowOf(workspaceId),
    ],
  );
  return globalId(kind, rows[0]?.id ?? '');
}

const nameOf = async (id: string) =>
  (await query('SELECT name FROM resource WHERE id = $1', [rowOf(id)])).rows[0]?.name;
const running = observeComputeInstance({
  properties: { properties: { state: 'Running', vmSize: 'Standard_DS11_v2' } },
});

/** A cluster with the extension and an attachment. */
async function kubernetes() {
  const own = await workspace();
  const group = await groupOf(own);
  await query('UPDATE resource SET arm_id_key = arm_id_key || $1 WHERE arm_id LIKE $2', [
    `-${randomUUID()}`,
    '%/resourceGroups/rg/%',
  ]);
  const ids = await givenKubernetes(api.database.pool, group.id, own);
  await query(
    `UPDATE resource SET observed = $2, arm_id = replace(arm_id, '-4111-', '-7111-') WHERE id = $1`,
    [
      rowOf(ids.connectedClusterId),
      { connectivityStatus: 'CONNECTED', rawConnectivityStatus: 'Connected', totalNodeCount: 3 },
    ],
  );
  await query(
    `UPDATE resource SET desired = jsonb_set(desired, '{settings,enableTraining}', 'true') WHERE id = $1`,
    [rowOf(ids.extensionId)],
  );
  return { ...ids, workspaceId: own };
}

const amounts = { cpu: '1', memory: '1Gi' };
const placement = {
  defaultInstanceType: 'small',
  instanceTypes: [{ name: 'small', requests: amounts, limits: amounts }],
};
const schedules = [
  { action: 'STOP', trigger: { cron: { expression: '0 18 * * *' } } },
  { action: 'START', trigger: { recurrence: { frequency: 'DAY', hours: [8], minutes: [0] } } },
];
const without = async (what: 'extension' | 'attachment') => {
  const scene = await kubernetes();
  const gone =
    what === 'extension' ? [scene.extensionId, scene.attachmentId] : [scene.attachmentId];
  for (const id of gone)
    await query('UPDATE resource SET gone_at = now() WHERE id = $1', [rowOf(id)]);
  return scene;
};
const operation = async (status: string): Promise<Value> => {
  const given = await givenOperation(api.database.pool);
  await query(
    `UPDATE operation SET status = $2::"OperationStatus", error = $3, due_at = NULL WHERE id = $1`,
    [
      given.operationId,
      status,
      status === 'FAILED' ? { code: 'x', message: 'x', retry: 'LATER' } : null,
    ],
  );
  return { id: globalId('Operation', given.operationId) };
};
/** One that somebody else asked for, and to which somebody has to agree. */
const awaiting = async (): Promise<Value> => {
  const { id } = await operation('AWAITING_APPROVAL');
  await awaitApproval(api.database.pool, rowOf(String(id)));
  return { id };
};
const principal = async (): Promise<Value> => {
  const { rows } = await query(
    `INSERT INTO principal (kind, display_name) VALUES ('BOT', $1) RETURNING id`,
    [fresh('bot')],
  );
  return { principalId: globalId('Principal', rows[0]?.id ?? '') };
};
const apiKey = async (): Promise<Value> => {
  const bot = { botName: fresh('bot'), name: 'other', role: 'VIEWER', teamId };
  const { data } = await send('createApiKey', bot);
  return { id: at(data)['payload']!['apiKey']!['id'] };
};

/** The subscription that Azure shows. */
const inAzure = randomUUID();
const subscription = async (): Promise<Value> => {
  const row = [
    rowOf(teamId),
    'AZURE_SUBSCRIPTION',
    null,
    `/subscriptions/${randomUUID()}`,
    {},
  ] as const;
  return { azureSubscriptionId: globalId('AzureSubscription', await insertRow(api, row)) };
};

/** Something in Azure that no team has. */
async function listed(idOf: (subscription: string, name: string) => string): Promise<string> {
  const armId = idOf(subscriptionForTests, fresh('rg'));
  await givenListed(api.database.pool, armId, tagsThatCount);
  return armId;
}
const tagsThatCount = { costCenter: 'v', owner: 'v', environment: 'v' };

/** A name that nothing has yet. It ends in a letter: of a compute none ends in digits alone. */
const fresh = (what: string): string => `${what}-${randomUUID().slice(0, 8)}x`;

/** An input of every mutation that is accepted, each time of something else. */
const right: Record<string, () => Promise<Value>> = {
  addAzureSubscription: async () => ({ subscriptionId: inAzure, defaultTeamId: teamId }),
  assignComputeIdentity: async () => ({
    computeId: await compute('ComputeCluster'),
    identity: { type: 'SYSTEM_ASSIGNED' },
  }),
  attachKubernetesCompute: async () => {
    const scene = await without('attachment');
    return {
      workspaceId: scene.workspaceId,
      clusterId: scene.connectedClusterId,
      name: fresh('arc'),
      costTags,
      ...placement,
    };
  },
  abandonOperation: () => operation('QUEUED'),
  approveOperation: awaiting,
  cancelOperation: () => operation('QUEUED'),
  claimCompute: async () => ({
    computeId: await compute('ComputeCluster', {}, false),
    teamId,
    costTags,
  }),
  claimResourceGroup: async () => ({ armId: await listed(resourceGroupId), teamId }),
  claimWorkspace: async () => ({
    armId: await listed((s, name) => workspaceArmId(resourceGroupId(s, name), name)),
    teamId,
    writeTags: true,
  }),
  releaseResource: async () => ({ resourceId: await compute('ComputeCluster', {}) }),
  createApiKey: async () => ({ botName: fresh('bot'), name: 'key', role: 'VIEWER', teamId }),
  createComputeCluster: async () => ({
    workspaceId,
    name: fresh('cpu'),
    vmSize: 'Standard_DS3_v2',
    costTags,
    scale: { maxNodeCount: 1 },
    identity: { type: 'SYSTEM_ASSIGNED' },
  }),
  createComputeInstance: async () => ({
    workspaceId,
    name: fresh('box'),
    vmSize: 'Standard_DS3_v2',
    costTags,
    schedules,
    setupScripts: { creationScript: { source: { text: 'echo hello' } } },
    customApplications: [
      {
        name: 'a',
        image: 'rocker/rstudio:4',
        targetPort: 8787,
        publishedPort: 8787,
      },
    ],
  }),
  createResourceGroup: async () => ({ name: fresh('rg'), location: 'eastus', teamId, costTags }),
  updateTeam: async () => ({ teamId, name: fresh('team'), costCenter: 'cc', defaultCostTags: [] }),
  createTeam: async () => ({ name: fresh('team'), costCenter: 'cc' }),
  deleteTeam: async () => {
    const name = fresh('team');
    return { teamId: await givenTeam(api, name), confirmName: name };
  },
  shareScope: async () => ({ teamId, armId: '/subscriptions/s/resourceGroups/lent' }),
  setAllowedLocations: async () => ({ teamId }),
  setTeamLimits: async () => ({ teamId }),
  unshareScope: async () => {
    const armId = '/subscriptions/s/resourceGroups/lent';
    await send('shareScope', { teamId, armId });
    return { teamId, armId };
  },
  createWorkspace: async () => ({
    resourceGroupId: (await groupOf(workspaceId)).id,
    name: fresh('ws'),
    ...kept,
    costTags,
    identity: { type: 'SYSTEM_ASSIGNED' },
  }),
  deleteCompute: async () => {
    const computeId = await compute('ComputeCluster');
    return { computeId, confirmName: await nameOf(computeId) };
  },
  deleteResourceGroup: async () => {
    const group = await groupOf(await workspace());
    return { resourceGroupId: group.id, confirmName: group.name };
  },
  deleteWorkspace: async () => ({ workspaceId: await workspace(), confirmName: 'ws' }),
  detachKubernetesCompute: async () => ({ computeId: (await kubernetes()).attachmentId }),
  installArcExtension: async () => ({
    clusterId: (await without('extension')).connectedClusterId,
    settings: { enableTraining: true },
    costTags,
  }),
  provisionKubernetesCompute: async () => {
    const scene = await without('extension');
    return {
      workspaceId: scene.workspaceId,
      clusterId: scene.connectedClusterId,
      name: fresh('arc'),
      extension: { settings: { enableTraining: true } },
      costTags,
      ...placement,
    };
  },
  reattachKubernetesCompute: async () => ({
    computeId: (await kubernetes()).attachmentId,
    ...placement,
  }),
  registerProviders: subscription,
  rejectOperation: awaiting,
  removeAzureSubscription: subscription,
  removeComputeIdentity: async () => ({ computeId: await compute('ComputeCluster') }),
  resizeComputeInstance: async () => ({
    computeId: await compute('ComputeInstance', running),
    vmSize: 'Standard_DS12_v2',
  }),
  restartComputeInstance: async () => ({ computeId: await compute('ComputeInstance', running) }),
  retryOperation: () => operation('FAILED'),
  revokeApiKey: apiKey,
  rotateApiKey: apiKey,
  grantRole: async () => ({ to: await principal(), role: 'VIEWER', teamId }),
  revokeRole: async () => {
    const { principalId } = await principal();
    const { rows } = await query(
      `INSERT INTO role_assignment (principal_id, role) VALUES ($1, 'VIEWER') RETURNING id`,
      [rowOf(String(principalId))],
    );
    return { id: globalId('RoleGrant', rows[0]?.id ?? '') };
  },
  disablePrincipal: principal,
  enablePrincipal: principal,
  moveResource: async () => ({ resourceId: await compute('ComputeCluster'), teamId }),
  setCostTags: async () => ({ resourceId: await compute('ComputeCluster'), costTags }),
  startComputeInstance: async () => ({ computeId: await compute('ComputeInstance', running) }),
  stopComputeInstance: async () => ({ computeId: await compute('ComputeInstance', running) }),
  applyPlan: async () => ({ planId: await plannedId() }),
  createPolicy: async () => ({ ...rule(), teamId }),
  updatePolicy: async () => ({ id: await policyId(), enabled: false }),
  deletePolicy: async () => ({ id: await policyId() }),
  testPolicy: async () => ({ id: await policyId() }),
  plan: async () => ({ change: { createComputeCluster: await right['createComputeCluster']!() } }),
  uninstallArcExtension: async () => ({ extensionId: (await without('attachment')).extensionId }),
  updateArcExtension: async () => ({
    extensionId: (await kubernetes()).extensionId,
    settings: { installDcgmExporter: true },
  }),
  updateComputeCluster: async () => ({
    computeId: await compute('ComputeCluster'),
    scale: { maxNodeCount: 2 },
    identity: { type: 'SYSTEM_ASSIGNED' },
  }),
  updateComputeInstance: async () => ({
    computeId: await compute('ComputeInstance', running),
    schedules,
  }),
};

const rule = () => ({
  name: fresh('rule'),
  condition: 'false',
  effect: 'DENY',
  message: 'Never.',
});

async function policyId(): Promise<string> {
  const { data } = await api.graphql(
    api.adminKey,
    'mutation ($input: CreatePolicyInput!) { createPolicy(input: $input) { policy { id } } }',
    { input: rule() },
  );
  return at(data)['createPolicy']!['policy']!['id']!;
}

/** A plan of something new. */
async function plannedId(): Promise<string> {
  const { data } = await api.graphql(
    api.adminKey,
    'mutation ($input: PlanInput!) { plan(input: $input) { plan { id } } }',
    { input: await right['plan']!() },
  );
  return at(data)['plan']!['plan']!['id']!;
}

/** What every payload can be asked for. */
function selection(name: string): string {
  const payload = getNamedType(mutations[name]?.type) as GraphQLObjectType;
  const has = Object.keys(payload.getFields());
  return [
    'userErrors { code message field }',
    ...(has.includes('operation') ? ['operation { id }'] : []),
    ...(has.includes('warnings') ? ['warnings { code field }'] : []),
    ...(has.includes('apiKey') ? ['apiKey { id }'] : []),
  ].join(' ');
}

const inputOf = (name: string): GraphQLInputObjectType =>
  bare(mutations[name]?.args[0]?.type) as GraphQLInputObjectType;

const send = (name: string, input: Value) =>
  api.graphql(
    api.adminKey,
    `mutation ($input: ${inputOf(name).name}!) { payload: ${name}(input: $input) { ${selection(name)} } }`,
    { input },
  );

const bare = (type: GraphQLInputType | undefined): GraphQLInputType | undefined =>
  type && (isNonNullType(type) || isListType(type)) ? bare(type.ofType) : type;

/** The input once for each field that may be null and is not in it, with that field null: by the field's path. */
function nulled(type: GraphQLInputObjectType, value: Value): [string, Value][] {
  return Object.values(type.getFields()).flatMap(({ name, type: of }): [string, Value][] => {
    if (name === 'idempotencyKey') return [];
    const given = value[name];
    if (given === undefined)
      return isNonNullType(of) || type.isOneOf ? [] : [[name, { ...value, [name]: null }]];
    const inner = bare(of);
    if (!isInputObjectType(inner)) return [];
    return Array.isArray(given)
      ? given.flatMap((each: Value, index) =>
          nulled(inner, each).map(([path, changed]): [string, Value] => [
            `${name}.${index}.${path}`,
            { ...value, [name]: given.with(index, changed) },
          ]),
        )
      : nulled(inner, given as Value).map(([path, changed]) => [
          `${name}.${path}`,
          { ...value, [name]: changed },
        ]);
  });
}

type Path = readonly (string | number)[];

/** Where the input gives a field that may be null. */
const given = (type: GraphQLInputObjectType, value: Value): Path[] =>
  Object.values(type.getFields()).flatMap(({ name, type: of }): Path[] => {
    if (name === 'idempotencyKey' || value[name] === undefined) return [];
    const inner = bare(of);
    const below = (one: unknown): Path[] =>
      isInputObjectType(inner) ? given(inner, one as Value) : [];
    const all = Array.isArray(value[name])
      ? value[name].flatMap((one, index) => below(one).map((path) => [index, ...path]))
      : below(value[name]);
    const here: Path[] = isNonNullType(of) || type.isOneOf ? [] : [[]];
    return [...here, ...all].map((path) => [name, ...path]);
  });

/** The value with `what` at a path; undefined is left out when it is sent. */
function put(value: unknown, [name, ...path]: Path, what: null | undefined): unknown {
  if (name === undefined) return what;
  if (Array.isArray(value)) return value.with(Number(name), put(value[Number(name)], path, what));
  return { ...(value as Value), [name]: put((value as Value)[name], path, what) };
}

/** What is right, under a new key where the mutation takes one. */
const keyed = async (name: string): Promise<Value> => ({
  ...(await right[name]?.()),
  ...('idempotencyKey' in inputOf(name).getFields() && { idempotencyKey: randomUUID() }),
});

describe('null in an input is the same as leaving the field out', () => {
  it('of every mutation that there is', () => {
    expect(Object.keys(right).toSorted()).toEqual(Object.keys(mutations).toSorted());
  });

  it.each(Object.keys(mutations))('%s', async (name) => {
    const input = await keyed(name);
    const first = await send(name, input);
    expect(first.errors).toBeUndefined();
    expect(at(first.data)['payload']).toMatchObject({ userErrors: [] });
    for (const [path, same] of nulled(inputOf(name), input))
      expect([path, await send(name, same)]).toEqual([path, first]);
    const all = nulled(inputOf(name), input).filter(([path]) => !path.includes('.'));
    const typed = all.reduce((whole, [path]) => ({ ...whole, [path]: null }), input);
    expect(await send(name, typed)).toEqual(first);
  });

  it.each(Object.keys(mutations))('%s, of what it could say', async (name) => {
    for (const path of given(inputOf(name), (await right[name]?.()) ?? {})) {
      const input = await keyed(name);
      const first = await send(name, put(input, path, undefined) as Value);
      expect([path, await send(name, put(input, path, null) as Value)]).toEqual([path, first]);
    }
  });

  it('and so the schedules stay where another thing is asked for', async () => {
    const computeId = await compute('ComputeInstance', running);
    const sent = await send('updateComputeInstance', { computeId, schedules });
    expect(at(sent.data)['payload']).toMatchObject({ userErrors: [] });
    const { schedules: asked } = (await desiredOf(computeId)) as { schedules: object[] };
    expect(asked).toHaveLength(2);
    await endOperationsOf(computeId);
    for (const more of [{ schedules: null }, {}]) {
      const idle = { computeId, idleTimeBeforeShutdown: 'PT2H', ...more };
      const { data } = await send('updateComputeInstance', idle);
      expect(at(data)['payload']).toMatchObject({ userErrors: [] });
      const desired = await desiredOf(computeId);
      expect(desired).toMatchObject({ schedules: asked, idleTimeBeforeShutdown: 'PT2H' });
      await endOperationsOf(computeId);
    }
  });

  it('and so the idle shutdown and the description stay', async () => {
    const instance = await compute('ComputeInstance', running);
    await send('updateComputeInstance', { computeId: instance, idleTimeBeforeShutdown: null });
    const cluster = await compute('ComputeCluster');
    await query(
      `UPDATE resource SET desired = jsonb_set(desired, '{description}', '"for training"') WHERE id = $1`,
      [rowOf(cluster)],
    );
    await send('updateComputeCluster', { computeId: cluster, description: null });
    expect([await desiredOf(instance), await desiredOf(cluster)]).toMatchObject([
      { idleTimeBeforeShutdown: 'PT1H' },
      { description: 'for training' },
    ]);
  });
});

const endOperationsOf = (id: string) =>
  query(`UPDATE operation SET status = 'SUCCEEDED' WHERE target_id = $1`, [rowOf(id)]);

const desiredOf = async (id: string): Promise<unknown> => {
  const text = 'SELECT desired FROM resource WHERE id = $1';
  const { rows } = await api.database.pool.query<{ desired: unknown }>(text, [rowOf(id)]);
  return rows[0]?.desired;
};

describe('null in a query is the same as leaving it out', () => {
  const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ args }) =>
    args.some(({ name }) => name === 'filter'),
  );

  it.each(lists.map(({ name, args }) => [name, args] as const))('%s', async (name, args) => {
    const select = '{ nodes { __typename } pageInfo { hasNextPage } }';
    const ask = (written: string) => api.graphql(api.adminKey, `{ ${name}${written} ${select} }`);
    const nothing = await ask('(first: 10)');
    expect(nothing.errors).toBeUndefined();
    const filter = args.find((one) => one.name === 'filter');
    const fields = Object.keys((bare(filter?.type) as GraphQLInputObjectType).getFields());
    const nulls = fields.map((field) => `${field}: null`).join(', ');
    const others = args.filter((one) => !['filter', 'first'].includes(one.name));
    const given = others.map((one) => `${one.name}: null`).join(', ');
    expect(await ask(`(first: 10, ${given}, filter: null)`)).toEqual(nothing);
    expect(await ask(`(first: 10, filter: { ${nulls} })`)).toEqual(nothing);
  });
});

describe('taking away is asked for by name', () => {
  it('the idle shutdown by removeIdleShutdown', async () => {
    const computeId = await compute('ComputeInstance', running);
    const { data } = await send('updateComputeInstance', { computeId, removeIdleShutdown: true });
    expect(at(data)['payload']).toMatchObject({ userErrors: [] });
    expect(await desiredOf(computeId)).toMatchObject({ idleTimeBeforeShutdown: null });
  });

  it('and not together with a new one', async () => {
    const computeId = await compute('ComputeInstance', running);
    const both = { computeId, removeIdleShutdown: true, idleTimeBeforeShutdown: 'PT2H' };
    const { data } = await send('updateComputeInstance', both);
    expect(at(data)['payload']).toMatchObject({
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'removeIdleShutdown'] }],
    });
    expect(await desiredOf(computeId)).toMatchObject({ idleTimeBeforeShutdown: 'PT1H' });
  });

  it('the description by empty text', async () => {
    const computeId = await compute('ComputeCluster');
    await query(
      `UPDATE resource SET desired = jsonb_set(desired, '{description}', '"old"') WHERE id = $1`,
      [rowOf(computeId)],
    );
    await send('updateComputeCluster', { computeId, description: '' });
    expect(await desiredOf(computeId)).toMatchObject({ description: null });
  });
});
