import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { armIdKey, computeArmId, resourceGroupId, workspaceArmId } from '#libs/kernel';
import { startApi, subscriptionId, type ApiUnderTest } from '../../support/api.js';
import { at, createTeam, givenKey, type Loose } from '../../support/gateway.js';
import { globalId, plainWorkspace } from '../../support/instance-api.js';
import { insertInstance } from '../../support/instance-row.js';
import { clusterForTests } from '../../support/cluster-values.js';

let api: ApiUnderTest;
let ours: GivenTeam;
let theirs: GivenTeam;
let number = 0;

interface GivenTeam {
  teamId: string;
  rowId: string;
  groupId: string;
  groupArmId: string;
  workspaceId: string;
  clusterId: string;
  instanceId: string;
  attachmentId: string;
  operatorKey: string;
  adminKey: string;
}

beforeAll(async () => {
  api = await startApi();
  ours = await givenTeam('ours', 'rg');
  theirs = await givenTeam('theirs', 'rg-secret');
});
afterAll(() => api?.close());
beforeEach(async () => {
  await api.database.pool.query(`DELETE FROM shared_scope`);
});

/** A team with a group that stands, and in it one of each thing that mutations change. */
async function givenTeam(name: string, group: string): Promise<GivenTeam> {
  const tags = ['owner', 'environment'].map((key) => ({ key, value: 'v' }));
  const { data } = await api.graphql(api.adminKey, createTeam, { name, tags });
  const teamId = at(data)['createTeam']!['team']!['id']!;
  const rowId = String(Buffer.from(teamId, 'base64url')).split(':')[1] ?? '';
  const groupArmId = resourceGroupId(subscriptionId, group);
  const groupRow = await insert(rowId, 'RESOURCE_GROUP', null, groupArmId, { location: 'eastus' });
  const armId = workspaceArmId(groupArmId, `ws-${name}`);
  const workspace = await insert(rowId, 'WORKSPACE', groupRow, armId, plainWorkspace);
  const clusterArm = computeArmId(armId, `c-${name}`);
  const cluster = await insert(rowId, 'COMPUTE_CLUSTER', workspace, clusterArm, clusterForTests);
  const boxArm = computeArmId(armId, `i-${name}`);
  const where = { teamId: rowId, workspaceId: workspace, name: `i-${name}`, armId: boxArm };
  const settings = { state: 'Running', vmSize: 'Standard_DS11_v2' };
  const instance = await insertInstance(api.database.pool, where, {
    properties: { properties: settings },
  });
  const arcArm = `${groupArmId}/providers/Microsoft.Kubernetes/connectedClusters/arc`;
  const arc = await insert(rowId, 'CONNECTED_CLUSTER', groupRow, arcArm, {});
  const attachment = await insert(rowId, 'KUBERNETES_COMPUTE', workspace, `${clusterArm}-k`, {
    ...{ clusterId: arc, clusterArmId: arcArm, description: null, namespace: 'default' },
    ...{ identity: { type: 'NONE' }, defaultInstanceType: null, instanceTypes: [] },
    kubeconfigReference: null,
  });
  return {
    ...{ teamId, rowId, groupArmId },
    groupId: globalId('ResourceGroup', groupRow),
    workspaceId: globalId('Workspace', workspace),
    clusterId: globalId('ComputeCluster', cluster),
    instanceId: globalId('ComputeInstance', instance),
    attachmentId: globalId('KubernetesCompute', attachment),
    operatorKey: await givenKey(api, teamId, 'OPERATOR', `operator-${name}`),
    adminKey: await givenKey(api, teamId, 'ADMIN', `admin-${name}`),
  };
}

async function insert(
  ...[teamId, kind, parentId, armId, desired]: [string, string, string | null, string, object]
): Promise<string> {
  const { rows } = await api.database.pool.query<{ id: string }>(
    `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
       provisioning_state, raw_provisioning_state, desired)
     VALUES ($1::"ResourceKind", $2, $3, $4, $5, lower($5), $6, 'eastus', 'SUCCEEDED', 'Succeeded', $7) RETURNING id`,
    [kind, teamId, parentId, armId.split('/').at(-1), armId, subscriptionId, desired],
  );
  return String(rows[0]?.id);
}

// ---------------------------------------------------------------- the ARM ids of the schema

const schema = buildSchema(readFileSync(`${import.meta.dirname}/../../../schema.graphql`, 'utf8'));

/** Paths of all ARM ids in an input type; `[]` stands for the one element of a list. */
function armIdPaths(type: GraphQLInputType, path: string[] = []): string[][] {
  if (isNonNullType(type)) return armIdPaths(type.ofType, path);
  if (isListType(type)) return armIdPaths(type.ofType, [...path, '[]']);
  const named = getNamedType(type);
  if (named.name === 'ArmId') return [path];
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    armIdPaths(field.type, [...path, field.name]),
  );
}

/** These say what is shared, and are nobody's use of it. */
const aboutScopes = new Set(['shareScope', 'unshareScope']);

const fields = Object.values(schema.getMutationType()!.getFields())
  .filter(({ name }) => !aboutScopes.has(name))
  .flatMap(({ name, args }) =>
    args.flatMap(({ type }) => armIdPaths(type)).map((path) => ({ name, path })),
  );

// ---------------------------------------------------------------- an input that is right but for the id

const unique = () => `n-${(number += 1)}x`;
const costTags = ['costCenter', 'owner', 'environment'].map((key) => ({ key, value: 'v' }));

/** What each mutation takes beside the id; a mutation that gains an ARM id needs a line here. */
const rest: Record<string, () => object> = {
  createWorkspace: () => ({
    ...{ resourceGroupId: ours.groupId, name: `w${number}-${unique()}`, costTags },
    storageAccountId: `${ours.groupArmId}/providers/Microsoft.Storage/storageAccounts/one`,
    keyVaultId: `${ours.groupArmId}/providers/Microsoft.KeyVault/vaults/one`,
  }),
  createComputeCluster: () => ({
    ...{ workspaceId: ours.workspaceId, name: unique(), vmSize: 'STANDARD_D3_V2', costTags },
    scale: { maxNodeCount: 1 },
  }),
  updateComputeCluster: () => ({ computeId: ours.clusterId }),
  assignComputeIdentity: () => ({ computeId: ours.clusterId }),
  removeComputeIdentity: () => ({ computeId: ours.clusterId }),
  createComputeInstance: () => ({
    ...{ workspaceId: ours.workspaceId, name: unique(), vmSize: 'Standard_DS11_v2', costTags },
  }),
  updateComputeInstance: () => ({ computeId: ours.instanceId }),
  installArcExtension: () => ({ settings: { enableTraining: true }, costTags }),
  attachKubernetesCompute: () => ({ ...attachment(), name: unique() }),
  provisionKubernetesCompute: () => ({
    ...{ ...attachment(), name: unique() },
    extension: { settings: { enableTraining: true } },
  }),
  reattachKubernetesCompute: () => ({ computeId: ours.attachmentId }),
  deleteResourceGroup: () => ({ resourceGroupId: ours.groupId, confirmName: 'not this' }),
  deleteWorkspace: () => ({ workspaceId: ours.workspaceId, confirmName: 'not this' }),
};

const attachment = () => ({
  ...{ workspaceId: ours.workspaceId, costTags },
  clusterArmId: `${ours.groupArmId}/providers/Microsoft.Kubernetes/connectedClusters/arc`,
});

const typeOf: Record<string, string> = {
  subnetId: 'Microsoft.Network/virtualNetworks/v/subnets/s',
  storageAccountId: 'Microsoft.Storage/storageAccounts/one',
  keyVaultId: 'Microsoft.KeyVault/vaults/one',
  applicationInsightsId: 'Microsoft.Insights/components/one',
  containerRegistryId: 'Microsoft.ContainerRegistry/registries/one',
  clusterArmId: 'Microsoft.Kubernetes/connectedClusters/arc',
  userAssignedIdentityIds: 'Microsoft.ManagedIdentity/userAssignedIdentities/one',
  deleteUnmanagedArmIds: 'Microsoft.Storage/storageAccounts/one',
};

const fieldName = (path: readonly string[]): string =>
  path.filter((part) => part !== '[]').at(-1) ?? '';

const inGroup = (group: string, path: readonly string[]): string =>
  `${group}/providers/${typeOf[fieldName(path)]}`;

function withId(base: object, path: readonly string[], armId: string): object {
  const [head = '', ...tail] = path;
  if (head === '[]') return [tail.length > 0 ? withId({}, tail, armId) : armId];
  const inner = (base as Record<string, object>)[head];
  const value = tail.length > 0 ? withId(inner ?? {}, tail, armId) : armId;
  const type = head === 'identity' ? { type: 'USER_ASSIGNED' } : {};
  return {
    ...base,
    [head]: typeof value === 'object' && !Array.isArray(value) ? { ...type, ...value } : value,
  };
}

async function send(name: string, path: readonly string[], armId: string): Promise<Loose> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code field message } } }`;
  const input = withId(rest[name]!(), path, armId);
  const { data, errors } = await api.graphql(ours.operatorKey, document, { input });
  // What the scalar itself refuses is refused before the verb hears of it.
  if (errors?.[0]?.extensions['code'] === 'BAD_USER_INPUT')
    return at({ userErrors: [{ code: 'INVALID_INPUT', field: path }] });
  expect(errors, JSON.stringify(input)).toBeUndefined();
  await finish();
  return at(data)[name]!;
}

/** What was accepted is over, and the resource is again as it stood. */
const finish = (): Promise<unknown> =>
  api.database.pool.query(`
    WITH back AS (
      UPDATE resource r SET desired = o.input->'before'->'desired' FROM operation o
      WHERE o.target_id = r.id AND o.status = 'QUEUED' AND o.input->'before' ? 'desired')
    UPDATE operation SET status = 'SUCCEEDED', due_at = NULL WHERE status = 'QUEUED'`);

/** Refusals at the field of the id. */
async function refusals(name: string, path: readonly string[], armId: string): Promise<string[]> {
  const answer = await send(name, path, armId);
  const list = answer['userErrors'] as unknown as { code: string; field: string[] | null }[];
  return list
    .filter(({ field }) => field?.includes(fieldName(path)))
    .map(({ code }) => code)
    .filter((code) => code === 'SCOPE_NOT_SHARED' || code === 'INVALID_INPUT');
}

async function share(armId: string, includesChildren: boolean, key = api.adminKey): Promise<Loose> {
  const input = { teamId: ours.teamId, armId, includesChildren };
  const { data } = await api.graphql(key, shareDocument, { input });
  return at(data)['shareScope']!;
}
const shareDocument = `mutation ($input: ShareScopeInput!) { shareScope(input: $input) {
  team { sharedScopes { armId includesChildren sharedBy { displayName } createdAt } } userErrors { code field } } }`;

async function unshare(armId: string, key = api.adminKey): Promise<Loose> {
  const { data } = await api.graphql(
    key,
    `mutation ($input: UnshareScopeInput!) { unshareScope(input: $input) {
      team { sharedScopes { armId } } warnings { code message } userErrors { code field } } }`,
    { input: { teamId: ours.teamId, armId } },
  );
  return at(data)['unshareScope']!;
}

/** What a share elsewhere does not open: a deletion takes what lies in it, and an extension is its cluster's team's. */
const notByShare: Record<string, string[]> = {
  deleteResourceGroup: ['INVALID_INPUT'],
  deleteWorkspace: ['INVALID_INPUT'],
  installArcExtension: ['SCOPE_NOT_SHARED'],
};

it('knows a right input for every mutation that names something in Azure', () => {
  expect(Object.keys(rest).sort()).toEqual([...new Set(fields.map(({ name }) => name))].sort());
});

describe.each(fields.map(({ name, path }) => [name, path.join('.'), path] as const))(
  '%s %s',
  (name, _text, path) => {
    const refused = ['SCOPE_NOT_SHARED'];
    const inTheirs = () => inGroup(theirs.groupArmId, path);
    const afterSharing = notByShare[name] ?? [];

    it('takes what lies in a group of the team, in any case', async () => {
      const id = inGroup(ours.groupArmId, path);
      const workspace = name === 'deleteWorkspace' ? ['INVALID_INPUT'] : [];
      expect(await refusals(name, path, id)).toEqual(workspace);
      expect(await refusals(name, path, id.toUpperCase())).toEqual(workspace);
    });

    it("refuses another team's, alike whether it exists or not", async () => {
      expect(await refusals(name, path, inTheirs())).toEqual(refused);
      const unknown = inGroup(resourceGroupId(subscriptionId, 'nobodys'), path);
      expect(await refusals(name, path, unknown)).toEqual(refused);
      const elsewhere = inGroup(resourceGroupId(randomUUID(), 'rg'), path);
      expect(await refusals(name, path, elsewhere)).toEqual(refused);
    });

    it('takes what is shared, itself or with what lies below, and no longer once it is not', async () => {
      await share(inTheirs(), false);
      expect(await refusals(name, path, inTheirs().toUpperCase())).toEqual(afterSharing);
      await unshare(inTheirs());
      await share(theirs.groupArmId, false);
      expect(await refusals(name, path, inTheirs())).toEqual(refused);
      await share(theirs.groupArmId, true);
      expect(await refusals(name, path, inTheirs())).toEqual(afterSharing);
      await unshare(theirs.groupArmId.toUpperCase());
      expect(await refusals(name, path, inTheirs())).toEqual(refused);
    });

    it('does not take a name that begins alike, or one that is written askew', async () => {
      await share(theirs.groupArmId.replace('rg-secret', 'rg-sec'), true);
      expect(await refusals(name, path, inTheirs())).toEqual(refused);
      for (const askew of [
        inTheirs().replace('rg-secret', 'rg%2Dsecret'),
        inTheirs().replace('/rg-secret/', '/rg/../rg-secret/'),
        inTheirs().replace('/rg-secret/', '//rg-secret/'),
        inTheirs().replace('/rg-secret/', '/rg\u0000secret/'),
        inTheirs().replace('/rg-secret/', '/rg-secret\u200b/'),
        `${inTheirs()}/`,
      ])
        expect(await refusals(name, path, askew), askew).not.toEqual([]);
    });
  },
);

describe('a share', () => {
  it('is given by who administers the team that holds it, and shown with who gave it', async () => {
    const given = await share(theirs.groupArmId, true, theirs.adminKey);
    expect(given['userErrors']).toEqual([]);
    const { data } = await api.graphql(
      ours.operatorKey,
      'query ($id: ID!) { node(id: $id) { ... on Team { sharedScopes { armId includesChildren sharedBy { displayName } } } } }',
      { id: ours.teamId },
    );
    expect(at(data)['node']!['sharedScopes']).toEqual([
      {
        ...{ armId: theirs.groupArmId, includesChildren: true },
        sharedBy: { displayName: 'admin-theirs' },
      },
    ]);
  });

  it.each([
    ['an operator of the team that holds it', () => theirs.operatorKey],
    ['an admin of the team that wants it', () => ours.adminKey],
  ])('is not given by %s, in the same words for what nobody holds', async (_who, key) => {
    const forbidden = [{ code: 'FORBIDDEN', field: ['input', 'armId'] }];
    expect((await share(theirs.groupArmId, true, key()))['userErrors']).toEqual(forbidden);
    const nobodys = resourceGroupId(subscriptionId, 'nobodys');
    expect((await share(nobodys, true, key()))['userErrors']).toEqual(forbidden);
  });

  it('ends with the right of the team that gave it', async () => {
    await share(theirs.groupArmId, true, theirs.adminKey);
    const path = ['subnetId'];
    const id = inGroup(theirs.groupArmId, path);
    expect(await refusals('createComputeCluster', path, id)).toEqual([]);
    const { pool } = api.database;
    const gone = (at: string) =>
      pool.query(`UPDATE resource SET gone_at = ${at} WHERE arm_id_key = $1`, [
        armIdKey(theirs.groupArmId),
      ]);
    await gone('now()');
    expect(await refusals('createComputeCluster', path, id)).toEqual(['SCOPE_NOT_SHARED']);
    await gone('NULL');
  });

  it('names what goes on using it once it has ended', async () => {
    await share(theirs.groupArmId, true);
    const path = ['subnetId'];
    await send('createComputeCluster', path, inGroup(theirs.groupArmId, path));
    const { warnings } = await unshare(theirs.groupArmId);
    const name = `n-${number}x`;
    const named = (warnings as unknown as { code: string; message: string }[]).filter(
      ({ message }) => message.includes(`'${name}'`),
    );
    expect(named).toEqual([
      {
        code: 'STILL_USED',
        message: expect.stringContaining('goes on using it') as string,
      },
    ]);
  });

  it('is in the audit trail, and so is each refusal', async () => {
    await share(theirs.groupArmId, true);
    await unshare(theirs.groupArmId);
    const path = ['subnetId'];
    await send('createComputeCluster', path, inGroup(theirs.groupArmId, path));
    const { rows } = await api.database.pool.query<{ action: string }>(
      `SELECT action, after FROM audit_event ORDER BY id DESC LIMIT 3`,
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'compute_cluster.create.denied',
      'scope.unshared',
      'scope.shared',
    ]);
    expect(rows[0]).toMatchObject({
      after: { code: 'SCOPE_NOT_SHARED', fields: ['input.subnetId'] },
    });
  });
});

describe('an id that a team wrote elsewhere', () => {
  const path = ['identity', 'userAssignedIdentityIds', '[]'];
  const describeAs = (text: string | null) =>
    api.database.pool.query(
      `UPDATE resource SET desired = jsonb_set(desired, '{description}', to_jsonb($1::text)) WHERE team_id = $2`,
      [text, ours.rowId],
    );

  it.each(['updateComputeCluster', 'assignComputeIdentity', 'reattachKubernetesCompute'])(
    'is no use of it: %s refuses it all the same',
    async (name) => {
      const id = inGroup(theirs.groupArmId, path);
      await describeAs(id);
      expect(await refusals(name, path, id)).toEqual(['SCOPE_NOT_SHARED']);
      await describeAs('');
    },
  );
});

describe('a subscription', () => {
  const create = async (subscription: string | null): Promise<unknown> => {
    const { data } = await api.graphql(
      ours.operatorKey,
      `mutation ($input: CreateResourceGroupInput!) { createResourceGroup(input: $input) { userErrors { code field } } }`,
      {
        input: {
          ...{ teamId: ours.teamId, name: unique(), location: 'eastus' },
          subscriptionId: subscription,
          costTags,
        },
      },
    );
    return at(data)['createResourceGroup']!['userErrors'];
  };
  const refused = [{ code: 'SCOPE_NOT_SHARED', field: ['input', 'subscriptionId'] }];

  it('is the default one, one where the team has a group, or one that is shared with it', async () => {
    expect(await create(null)).toEqual([]);
    expect(await create(subscriptionId)).toEqual([]);
    const other = randomUUID();
    expect(await create(other)).toEqual(refused);
    await share(`/subscriptions/${other.toUpperCase()}`, false);
    expect(await create(other)).toEqual([]);
    await unshare(`/subscriptions/${other}`);
    expect(await create(other)).toEqual(refused);
  });
});

describe('where a team may work', () => {
  const allow = async (locations: string[] | null, key = api.adminKey): Promise<Loose> => {
    const { data } = await api.graphql(
      key,
      `mutation ($input: SetAllowedLocationsInput!) { setAllowedLocations(input: $input) {
        team { allowedLocations } userErrors { code field } } }`,
      { input: { teamId: ours.teamId, locations } },
    );
    return at(data)['setAllowedLocations']!;
  };

  it('is said by admins of the platform, and holds for what is made from then on', async () => {
    expect(await allow(['West Europe'])).toMatchObject({
      team: { allowedLocations: ['westeurope'] },
    });
    const answer = await send(
      'createComputeCluster',
      ['subnetId'],
      inGroup(ours.groupArmId, ['subnetId']),
    );
    expect(answer['userErrors']).toMatchObject([
      { code: 'SCOPE_NOT_SHARED', field: ['input', 'location'] },
    ]);
    expect(await allow(null)).toMatchObject({ team: { allowedLocations: null } });
  });

  it('is not said by admins of the team, and not by a list of nothing', async () => {
    const forbidden = [{ code: 'FORBIDDEN', field: ['input', 'teamId'] }];
    expect((await allow(['eastus'], ours.adminKey))['userErrors']).toEqual(forbidden);
    expect((await allow([]))['userErrors']).toMatchObject([{ code: 'INVALID_INPUT' }]);
  });
});
