import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { armIdKey, resourceGroupId } from '#libs/kernel';
import { startApi, subscriptionId, type ApiUnderTest } from '../../support/api.js';
import { FakeArm } from '../../support/fake-arm.js';
import { givenFound } from '../../support/found.js';
import { at, createTeam, givenKey, rowIdOf, type Loose } from '../../support/gateway.js';
import {
  armIdFields,
  fieldName,
  givenScopes,
  inGroup,
  inputsOf,
  insertRow,
  lastName,
  withId,
  type GivenTeam,
} from '../../support/scope-scene.js';

const arm = new FakeArm();
let api: ApiUnderTest;
let ours: GivenTeam;
let theirs: GivenTeam;

beforeAll(async () => {
  api = await startApi(undefined, arm);
  ours = await givenScopes(api, 'ours', 'rg');
  theirs = await givenScopes(api, 'theirs', 'rg-secret');
});
afterAll(() => api?.close());
beforeEach(async () => {
  await api.database.pool.query(`DELETE FROM shared_scope`);
  // Of many refusals within the hour not each is written.
  await api.database.pool.query(`DELETE FROM audit_refusal`);
  arm.calls.splice(0);
});

/** The refusals of a request of our team's operator. */
async function answerTo(name: string, input: object): Promise<unknown> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code field message } } }`;
  const { data, errors } = await api.graphql(ours.operatorKey, document, { input });
  expect(errors, JSON.stringify(input)).toBeUndefined();
  return at(data)[name]!['userErrors'];
}

async function send(name: string, path: readonly string[], armId: string): Promise<Loose> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code field message } } }`;
  const input = withId(inputsOf(ours)[name]!(), path, armId);
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

async function share(
  armId: string,
  includesChildren: boolean,
  key = api.adminKey,
  teamId = ours.teamId,
): Promise<Loose> {
  const input = { teamId, armId, includesChildren };
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
  'installArcExtension clusterArmId': ['SCOPE_NOT_SHARED'],
};

it('knows a right input for every mutation that names something in Azure', () => {
  expect(Object.keys(inputsOf(ours)).sort()).toEqual(
    [...new Set(armIdFields.map(({ name }) => name))].sort(),
  );
});

describe.each(armIdFields.map(({ name, path }) => [name, path.join('.'), path] as const))(
  '%s %s',
  (name, _text, path) => {
    const refused = ['SCOPE_NOT_SHARED'];
    const inTheirs = () => inGroup(theirs.groupArmId, path);
    const afterSharing = notByShare[name] ?? notByShare[`${name} ${fieldName(path)}`] ?? [];

    it('takes what lies in a group of the team, in any case', async () => {
      const id = inGroup(ours.groupArmId, path);
      const workspace = name === 'deleteWorkspace' ? ['INVALID_INPUT'] : [];
      expect(await refusals(name, path, id)).toEqual(workspace);
      expect(await refusals(name, path, id.toUpperCase())).toEqual(workspace);
    });

    it("refuses another team's, alike whether it exists or not, and asks Azure nothing", async () => {
      expect(await refusals(name, path, inTheirs())).toEqual(refused);
      const unknown = inGroup(resourceGroupId(subscriptionId, 'nobodys'), path);
      expect(await refusals(name, path, unknown)).toEqual(refused);
      const elsewhere = inGroup(resourceGroupId(randomUUID(), 'rg'), path);
      expect(await refusals(name, path, elsewhere)).toEqual(refused);
      expect(await refusals(name, path, `/subscriptions/${randomUUID()}`)).toEqual(refused);
      expect(arm.calls).toEqual([]);
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
        inTheirs().replace('/rg-secret/', '/rg-\u017fecret/'),
        inTheirs().replace('/rg-secret/', '/rg/./'),
        inTheirs().replace('/rg-secret/', '/rg-secret /'),
        inTheirs().replace('/rg-secret/', '/rg\\..\\rg-secret/'),
        inTheirs().replace('/subscriptions/', '/providers/x/../subscriptions/'),
        inTheirs().replace('/providers/', '%2Fproviders/'),
        `${inGroup(ours.groupArmId, path)},${inTheirs()}`,
        `${inGroup(ours.groupArmId, path)}?x=${inTheirs()}`,
        `https://management.azure.com${inTheirs()}`,
        `${inTheirs()}/`,
        ` ${inTheirs()}`,
      ])
        expect(await refusals(name, path, askew), askew).not.toEqual([]);
    });
  },
);

const subnet = ['subnetId'];
const subnetIsRefused = async (group: string, codes: readonly string[]) =>
  expect(await refusals('createComputeCluster', subnet, inGroup(group, subnet))).toEqual(codes);

const groupRow = ({ rowId, groupArmId }: GivenTeam) =>
  [rowId, 'RESOURCE_GROUP', null, groupArmId, { location: 'eastus' }] as const;

/** What our team is told that it may name. */
async function sharedWithUs(): Promise<unknown> {
  const { data } = await api.graphql(
    ours.operatorKey,
    'query ($id: ID!) { node(id: $id) { ... on Team { sharedScopes { armId } } } }',
    { id: ours.teamId },
  );
  const scopes = at(data)['node']!['sharedScopes'] as unknown as { armId: string }[];
  return scopes.map(({ armId }) => armId);
}

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
        armId: theirs.groupArmId,
        includesChildren: true,
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

  it('ends with the group, also where its team makes one of that name anew', async () => {
    await share(theirs.groupArmId, true, theirs.adminKey);
    await subnetIsRefused(theirs.groupArmId, []);
    const { pool } = api.database;
    const key = [armIdKey(theirs.groupArmId)];
    const { rows } = await pool.query<{ id: string }>(
      'UPDATE resource SET gone_at = now() WHERE arm_id_key = $1 AND gone_at IS NULL RETURNING id',
      key,
    );
    const anew = await insertRow(api, groupRow(theirs));
    await subnetIsRefused(theirs.groupArmId, ['SCOPE_NOT_SHARED']);
    expect(await sharedWithUs()).toEqual([]);
    await share(theirs.groupArmId, true, theirs.adminKey);
    await subnetIsRefused(theirs.groupArmId, []);
    await pool.query('UPDATE resource SET gone_at = now() WHERE id = $1', [anew]);
    await pool.query('UPDATE resource SET gone_at = NULL WHERE id = $1', [rows[0]?.id]);
  });

  it('by the platform, of what nobody holds, ends where a team comes to hold that', async () => {
    const group = resourceGroupId(subscriptionId, `late-${randomUUID()}`);
    await share(group, true);
    await subnetIsRefused(group, []);
    expect(await sharedWithUs()).toEqual([group]);
    await insertRow(api, groupRow({ ...theirs, groupArmId: group }));
    await subnetIsRefused(group, ['SCOPE_NOT_SHARED']);
    expect(await sharedWithUs()).toEqual([]);
    await share(group, true, theirs.adminKey);
    await subnetIsRefused(group, []);
    expect((await unshare(group, theirs.adminKey))['userErrors']).toEqual([]);
    await subnetIsRefused(group, ['SCOPE_NOT_SHARED']);
  });

  it('of a subscription opens there what no team holds, and nothing of a team', async () => {
    await share(`/subscriptions/${subscriptionId}`, true);
    await subnetIsRefused(resourceGroupId(subscriptionId, 'nobodys'), []);
    await subnetIsRefused(theirs.groupArmId, ['SCOPE_NOT_SHARED']);
  });

  it('of a network opens its subnets where it includes what lies below', async () => {
    const network = `${theirs.groupArmId}/providers/Microsoft.Network/virtualNetworks/v`;
    for (const [scope, includesChildren, refused] of [
      [network, false, ['SCOPE_NOT_SHARED']],
      [network, true, []],
      [`${network}/subnets/s`, false, []],
      [`${network}-2`, true, ['SCOPE_NOT_SHARED']],
      [`${network}/subnets/s2`, true, ['SCOPE_NOT_SHARED']],
    ] as const) {
      await api.database.pool.query('DELETE FROM shared_scope');
      await share(scope, includesChildren);
      await subnetIsRefused(theirs.groupArmId, refused);
    }
  });

  it('names what goes on using it once it has ended', async () => {
    await share(theirs.groupArmId, true);
    const path = ['subnetId'];
    await send('createComputeCluster', path, inGroup(theirs.groupArmId, path));
    const { warnings } = await unshare(theirs.groupArmId);
    const name = lastName();
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

describe('the audit trail of a share', () => {
  const seenBy = async (key: string): Promise<string[]> => {
    await api.seal();
    const { data, errors } = await api.graphql(
      key,
      '{ auditEvents(first: 2) { nodes { action targetName } } }',
    );
    expect(errors).toBeUndefined();
    const nodes = at(data)['auditEvents']!['nodes'] as unknown as Record<string, string>[];
    return nodes
      .filter(({ targetName }) => targetName === 'ours')
      .map(({ action }) => String(action));
  };

  it('is read by the team that gave it and by the one that got it, and by no third', async () => {
    const team = await api.graphql(api.adminKey, createTeam, { name: 'third', tags: [] });
    const third = await givenKey(
      api,
      at(team.data)['createTeam']!['team']!['id']!,
      'ADMIN',
      'third',
    );
    await share(theirs.groupArmId, true, theirs.adminKey);
    await unshare(theirs.groupArmId, theirs.adminKey);
    const both = ['scope.unshared', 'scope.shared'];
    expect(await seenBy(theirs.operatorKey)).toEqual(both);
    expect(await seenBy(ours.operatorKey)).toEqual(both);
    expect(await seenBy(third)).toEqual([]);
  });
});

describe('an id that stands already', () => {
  const [one, two] = ['one', 'two'].map(
    (name) =>
      `${resourceGroupId(subscriptionId, 'rg-secret')}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`,
  ) as [string, string];
  const update = async (ids: string[]) => {
    const input = {
      computeId: ours.clusterId,
      scale: { maxNodeCount: 3 },
      identity: {
        type: 'USER_ASSIGNED',
        userAssignedIdentityIds: ids,
      },
    };
    const answer = await answerTo('updateComputeCluster', input);
    await finish();
    return answer;
  };

  it('is not refused in an update, and one beside it that is new is', async () => {
    const observed = { identity: { type: 'UserAssigned', userAssignedIdentityIds: [one] } };
    await api.database.pool.query('UPDATE resource SET observed = $1 WHERE id = $2', [
      observed,
      rowIdOf(ours.clusterId),
    ]);
    expect(await update([one])).toEqual([]);
    expect(await update([one.toUpperCase()])).toEqual([]);
    const field = ['input', 'identity', 'userAssignedIdentityIds', '1'];
    expect(await update([one, two])).toMatchObject([{ code: 'SCOPE_NOT_SHARED', field }]);
    await api.database.pool.query('UPDATE resource SET observed = NULL WHERE id = $1', [
      rowIdOf(ours.clusterId),
    ]);
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

describe('a secret by reference', () => {
  const attachment = (kubeconfigReference: string) => ({ kubeconfigReference });
  const extension = (reference: string) => ({
    protectedSettings: [{ name: 'sslKeyPemFile', reference }],
  });
  const uses: [string, string, (reference: string) => object][] = [
    ['attachKubernetesCompute', 'kubeconfigReference', attachment],
    ['provisionKubernetesCompute', 'kubeconfigReference', attachment],
    ['reattachKubernetesCompute', 'kubeconfigReference', attachment],
    ['installArcExtension', 'protectedSettings', extension],
    ['updateArcExtension', 'protectedSettings', extension],
    [
      'provisionKubernetesCompute',
      'protectedSettings',
      (reference) => ({
        extension: { settings: { enableTraining: true }, ...extension(reference) },
      }),
    ],
  ];

  it.each(uses)("of %s is a file of the paying team's folder: %s", async (name, field, use) => {
    const refused = async (reference: string): Promise<unknown[]> => {
      const input = { ...inputsOf(ours)[name]!(), ...use(reference) };
      const errors = (await answerTo(name, input)) as { code: string; field: string[] }[];
      await finish();
      return errors.filter((error) => error.field.includes(field)).map(({ code }) => code);
    };
    expect(await refused('file:one')).toEqual([]);
    for (const askew of [
      `file:../${theirs.rowId}/one`,
      `file:${theirs.rowId}/one`,
      `file:/secrets/${theirs.rowId}/one`,
      `file://${theirs.rowId}/one`,
      `file:..%2F${theirs.rowId}%2Fone`,
      String.raw`file:..\one`,
      'file:..',
      'file:.one',
      'file:',
      'FILE:one',
      ' file:one',
      'file:one ',
      'file:one\n',
      'file:\uff4fne',
      'file:\u202eeno',
      'env:HOME',
      'one',
      '',
    ])
      expect(await refused(askew), JSON.stringify(askew)).toEqual(['INVALID_INPUT']);
  });
});

describe('a compute that another team claims', () => {
  const identity = (group: string, name: string) =>
    `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;

  it('keeps what it uses, and takes anew only what its new team may use', async () => {
    const { pool } = api.database;
    const [one, two] = [identity(ours.groupArmId, 'one'), identity(ours.groupArmId, 'two')];
    const computeId = await givenFound(pool, 'found-one', ours.workspaceId);
    await pool.query(
      `UPDATE resource SET observed = jsonb_set(observed, '{identity}', $1), desired = jsonb_set(desired, '{identity}', $2)
        WHERE id = $3`,
      [
        { type: 'UserAssigned', userAssignedIdentityIds: [one], principalId: null },
        { type: 'USER_ASSIGNED', userAssignedIdentityIds: [one] },
        rowIdOf(computeId),
      ],
    );
    const update = async (ids: string[]) => {
      const of = { type: 'USER_ASSIGNED', userAssignedIdentityIds: ids };
      const { data } = await api.graphql(
        theirs.operatorKey,
        `mutation ($input: UpdateComputeClusterInput!) { updateComputeCluster(input: $input) { userErrors { code field } } }`,
        { input: { computeId, identity: of } },
      );
      await finish();
      return at(data)['updateComputeCluster']!['userErrors'];
    };
    const { data } = await api.graphql(
      api.adminKey,
      'mutation ($input: ClaimComputeInput!) { claimCompute(input: $input) { userErrors { code message } } }',
      { input: { computeId, teamId: theirs.teamId } },
    );
    expect(at(data)['claimCompute']!['userErrors']).toEqual([]);
    await finish();
    expect(await update([one])).toEqual([]);
    expect(await update([one.toUpperCase(), identity(theirs.groupArmId, 'own')])).toEqual([]);
    const field = ['input', 'identity', 'userAssignedIdentityIds', '1'];
    expect(await update([one, two])).toEqual([{ code: 'SCOPE_NOT_SHARED', field }]);
    expect(await update([one, `${one}-2`])).toEqual([{ code: 'SCOPE_NOT_SHARED', field }]);
    await share(two, false, ours.adminKey, theirs.teamId);
    expect(await update([one, two])).toEqual([]);
    await pool.query('UPDATE resource SET gone_at = now() WHERE id = $1', [rowIdOf(computeId)]);
  });
});

describe('a subscription', () => {
  const create = async (subscription: string | null): Promise<unknown> => {
    const { data } = await api.graphql(
      ours.operatorKey,
      `mutation ($input: CreateResourceGroupInput!) { createResourceGroup(input: $input) { userErrors { code field } } }`,
      {
        input: {
          teamId: ours.teamId,
          name: `g-${randomUUID()}`,
          location: 'eastus',
          subscriptionId: subscription,
          costTags: [
            {
              key: 'costCenter',
              value: 'v',
            },
          ],
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

describe('VM sizes of a subscription', () => {
  /** Refusals, and what Azure was asked. */
  const ask = async (subscription: string | null): Promise<unknown[]> => {
    arm.calls.splice(0);
    const { errors = [] } = await api.graphql(
      ours.operatorKey,
      'query ($id: UUID) { vmSizes(location: "eastus", subscriptionId: $id) { name } }',
      { id: subscription },
    );
    return [...errors.map(({ extensions }) => extensions['code']), ...arm.calls];
  };

  it('are those of the default one, whether it is named or not, and Azure is asked once', async () => {
    expect(await ask(null)).toEqual(['list']);
    expect(await ask(subscriptionId.toUpperCase())).toEqual([]);
  });

  it('are asked of Azure where the team has a group or a share, and nowhere else', async () => {
    const [shared, held, nobodys] = [randomUUID(), randomUUID(), randomUUID()];
    const refused = ['SCOPE_NOT_SHARED'];
    for (const each of [shared, held, nobodys]) expect(await ask(each)).toEqual(refused);
    const { rows } = await api.database.pool.query(
      `SELECT action, target_name AS name FROM audit_event ORDER BY id DESC LIMIT 1`,
    );
    expect(rows).toEqual([{ action: 'vm_sizes.list.denied', name: nobodys }]);
    await share(`/subscriptions/${shared}/resourceGroups/one`, true);
    expect(await ask(shared)).toEqual(refused);
    await share(`/subscriptions/${shared.toUpperCase()}`, false);
    expect(await ask(shared)).toEqual(['list']);
    await unshare(`/subscriptions/${shared}`);
    expect(await ask(shared)).toEqual(refused);
    const group = resourceGroupId(held.toUpperCase(), 'rg');
    const row = await insertRow(api, [ours.rowId, 'RESOURCE_GROUP', null, group, {}]);
    expect(await ask(held)).toEqual(['list']);
    await api.database.pool.query('UPDATE resource SET gone_at = now() WHERE id = $1', [row]);
    expect(await ask(held)).toEqual(refused);
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
    expect(await allow(['West Europe', '(Europe) West Europe'])).toMatchObject({
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
    expect(await allow(['(US) East US'])).toMatchObject({ team: { allowedLocations: ['eastus'] } });
    await subnetIsRefused(ours.groupArmId, []);
    expect(await allow(null)).toMatchObject({ team: { allowedLocations: null } });
  });

  it('is not said by admins of the team, and not by a list of nothing', async () => {
    const forbidden = [{ code: 'FORBIDDEN', field: ['input', 'teamId'] }];
    expect((await allow(['eastus'], ours.adminKey))['userErrors']).toEqual(forbidden);
    expect((await allow([]))['userErrors']).toMatchObject([{ code: 'INVALID_INPUT' }]);
  });
});
