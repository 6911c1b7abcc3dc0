import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { givenFound } from '../../support/found.js';
import { givenKubernetes } from '../../support/kubernetes.js';
import { at, createGroup, givenKey, givenTeam, type Loose } from '../../support/gateway.js';

let api: ApiUnderTest;
let owners: { teamId: string; workspaceId: string };
let groupId: string;
let number = 0;
let computeId: string;
const complete = { costCenter: 'CC-1', owner: 'o', environment: 'test' };

beforeAll(async () => {
  api = await startApi();
  const teamId = await givenTeam(api, 'owners');
  owners = { teamId, workspaceId: await givenWorkspace(teamId) };
});
afterAll(() => api.close());
beforeEach(async () => {
  computeId = await found();
});

const found = (tags: Record<string, string> = {}): Promise<string> =>
  givenFound(api.database.pool, `found-${(number += 1)}x`, owners.workspaceId, tags);

async function givenWorkspace(teamId: string): Promise<string> {
  const { pool } = api.database;
  const input = { name: 'rg-claims', location: 'eastus', teamId };
  const { data } = await api.graphql(api.adminKey, createGroup, { input });
  groupId = at(data)['createResourceGroup']!['resourceGroup']!['id']!;
  await pool.query(`UPDATE operation SET status = 'SUCCEEDED', due_at = NULL`);
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
       provisioning_state, raw_provisioning_state, desired)
     SELECT 'WORKSPACE', team_id, id, 'ws', arm_id || $1, lower(arm_id || $1), subscription_id, location, 'SUCCEEDED',
       'Succeeded', $2 FROM resource RETURNING id`,
    [
      '/providers/Microsoft.MachineLearningServices/workspaces/ws',
      {
        friendlyName: null,
        description: null,
        identity: { type: 'NONE' },
        storageAccountId: '/subscriptions/s',
        keyVaultId: '/subscriptions/s',
        applicationInsightsId: null,
        containerRegistryId: null,
        location: 'eastus',
      },
    ],
  );
  return Buffer.from(`Workspace:${rows[0]?.id}`).toString('base64url');
}

const claimDocument = `mutation ($input: ClaimComputeInput!) { claimCompute(input: $input) {
  operation { id kind status } warnings { code } userErrors { code field message }
  compute { id managed etag team { name } costTags { key value source } } } }`;

const claim = async (input: object, key = api.adminKey): Promise<Loose> => {
  const { data, errors } = await api.graphql(key, claimDocument, { input });
  expect(errors).toBeUndefined();
  return at(data)['claimCompute']!;
};

const refusals = ({ userErrors }: Loose) =>
  (userErrors as unknown as { code: string; field: string[] }[]).map(({ code, field }) => [
    code,
    field.at(-1),
  ]);

const audited = async (id: string, action: string): Promise<object[]> => {
  const row = Buffer.from(id, 'base64url').toString().split(':')[1];
  const { rows } = await api.database.pool.query<object>(
    'SELECT before, after FROM audit_event WHERE target_id = $1 AND action = $2',
    [row, action],
  );
  return rows;
};

describe('claimCompute', () => {
  it('makes a found compute a team’s own, and sends its tags to Azure', async () => {
    const other = await givenTeam(api, 'others');
    const answer = await claim({ computeId, teamId: other });
    expect(answer).toMatchObject({
      userErrors: [],
      operation: { kind: 'COMPUTE_CLUSTER_UPDATE', status: 'QUEUED' },
      compute: { id: computeId, managed: true, team: { name: 'others' } },
    });
    expect(await audited(computeId, 'compute.claimed')).toMatchObject([
      { before: { managed: false }, after: { managed: true } },
    ]);
    expect(await audited(computeId, 'compute_cluster.update.accepted')).toHaveLength(1);
    const { rows } = await api.database.pool.query(
      'SELECT input FROM operation WHERE target_id = $1',
      [Buffer.from(computeId, 'base64url').toString().split(':')[1]],
    );
    expect(rows).toMatchObject([{ input: { asked: ['costTags'] } }]);
  });

  it('answers no operation where Azure has all tags already', async () => {
    computeId = await found(complete);
    const answer = await claim({ computeId, teamId: owners.teamId });
    expect(answer).toMatchObject({ operation: null, compute: { managed: true }, userErrors: [] });
  });

  it('takes tags from the request, else the team’s defaults, else from Azure', async () => {
    computeId = await found({ COSTCENTER: 'old', floor: '2', owner: 'azure' });
    const costTags = [{ key: 'Owner', value: 'me' }];
    const { compute } = await claim({ computeId, teamId: owners.teamId, costTags });
    expect(compute!['costTags']).toEqual([
      { key: 'COSTCENTER', value: 'CC-1', source: 'TEAM_DEFAULT' },
      { key: 'environment', value: 'test', source: 'TEAM_DEFAULT' },
      { key: 'floor', value: '2', source: 'AZURE' },
      { key: 'owner', value: 'me', source: 'REQUEST' },
    ]);
  });

  it('asks for required tags that nobody names, and writes nothing', async () => {
    const { data } = await api.graphql(
      api.adminKey,
      'mutation { createTeam(input: { name: "bare", costCenter: "CC-2" }) { team { id } } }',
    );
    const teamId = at(data)['createTeam']!['team']!['id']!;
    expect(refusals(await claim({ computeId, teamId }))).toEqual([
      ['COST_TAG_REQUIRED', 'costTags'],
      ['COST_TAG_REQUIRED', 'costTags'],
    ]);
    expect(await audited(computeId, 'compute.claimed')).toEqual([]);
    computeId = await found(complete);
    expect((await claim({ computeId, teamId })).userErrors).toEqual([]);
  });

  it('does not interrupt an attachment for its tags, and says so', async () => {
    const { pool } = api.database;
    const { attachmentId } = await givenKubernetes(pool, groupId, owners.workspaceId);
    await pool.query(`UPDATE resource SET managed = false WHERE kind = 'KUBERNETES_COMPUTE'`);
    const answer = await claim({ computeId: attachmentId, teamId: owners.teamId });
    expect(answer).toMatchObject({
      operation: null,
      userErrors: [],
      compute: { managed: true },
      warnings: [{ code: 'TAGS_NOT_SENT' }],
    });
  });

  it('is won by one of two at once', async () => {
    const teamId = owners.teamId;
    const answers = await Promise.all([claim({ computeId, teamId }), claim({ computeId, teamId })]);
    expect(answers.flatMap(refusals)).toEqual([['INVALID_STATE', 'computeId']]);
    expect(await audited(computeId, 'compute.claimed')).toHaveLength(1);
  });

  it.each([{}, complete])('answers the first result again under its key: %s', async (tags) => {
    computeId = await found(tags);
    const input = { computeId, teamId: owners.teamId, idempotencyKey: crypto.randomUUID() };
    const [first, second] = await Promise.all([claim(input), claim(input)]);
    expect(second).toEqual(first);
    expect(first.userErrors).toEqual([]);
    expect(await claim(input)).toEqual(first);
    const other = { ...input, computeId: await found() };
    expect(refusals(await claim(other))).toEqual([
      ['IDEMPOTENCY_KEY_PARAMETER_MISMATCH', 'idempotencyKey'],
    ]);
  });

  it('refuses what is managed, is none, or has no such team', async () => {
    const teamId = owners.teamId;
    await claim({ computeId, teamId });
    expect(refusals(await claim({ computeId, teamId }))).toEqual([['INVALID_STATE', 'computeId']]);
    expect(refusals(await claim({ computeId: owners.workspaceId, teamId }))).toEqual([
      ['NOT_FOUND', 'computeId'],
    ]);
    const nobody = Buffer.from(`Team:${crypto.randomUUID()}`).toString('base64url');
    expect(refusals(await claim({ computeId: await found(), teamId: nobody }))).toEqual([
      ['NOT_FOUND', 'teamId'],
    ]);
  });

  it.each([
    ['OPERATOR', null, ['NOT_FOUND', 'teamId']],
    [null, 'OPERATOR', ['NOT_FOUND', 'computeId']],
    ['OPERATOR', 'VIEWER', ['FORBIDDEN', 'teamId']],
    ['VIEWER', 'OPERATOR', ['FORBIDDEN', 'computeId']],
    ['OPERATOR', 'OPERATOR', undefined],
    ['ADMIN', 'OPERATOR', undefined],
  ])('as %s of its team and %s of the claiming one: %s', async (here, there, refusal) => {
    const name = `claimers-${(number += 1)}`;
    const teamId = await givenTeam(api, name);
    const first = here === null ? teamId : owners.teamId;
    const key = await givenKey(api, first, here ?? there, name);
    if (here !== null && there !== null)
      await api.database.pool.query(
        `INSERT INTO role_assignment (principal_id, team_id, role)
         SELECT p.id, t.id, $2::"Role" FROM principal p, team t WHERE p.display_name = $1 AND t.name = $1`,
        [name, there],
      );
    const answer = await claim({ computeId, teamId }, key);
    expect(refusals(answer)).toEqual(refusal ? [refusal] : []);
    expect(answer.compute?.['team']?.['name']).toBe(refusal ? undefined : name);
    expect(await audited(computeId, 'compute.claimed')).toHaveLength(refusal ? 0 : 1);
  });
});

describe('an unmanaged compute', () => {
  const asks: Record<string, () => object> = {
    updateComputeCluster: () => ({ computeId, scale: { maxNodeCount: 3 } }),
    assignComputeIdentity: () => ({ computeId, identity: { type: 'SYSTEM_ASSIGNED' } }),
    removeComputeIdentity: () => ({ computeId }),
    deleteCompute: () => ({ computeId, confirmName: 'x' }),
    setCostTags: () => ({ resourceId: computeId, costTags: [{ key: 'k', value: 'v' }] }),
  };

  it.each(Object.keys(asks))('refuses %s until it is claimed', async (name) => {
    const inputType = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const document = `mutation ($input: ${inputType}!) { ${name}(input: $input) { userErrors { code message } } }`;
    const { data } = await api.graphql(api.adminKey, document, { input: asks[name]!() });
    expect(at(data)[name]!.userErrors).toMatchObject([
      { code: 'INVALID_STATE', message: expect.stringContaining('claimCompute') as string },
    ]);
  });

  it('is found by the filter, and shows what Azure says of it', async () => {
    const document = `query ($managed: Boolean!) { computes(first: 100, filter: { managed: $managed }) { nodes {
      id managed goneAt ... on ComputeCluster { vmSize scale { maxNodeCount } } } } }`;
    const list = async (managed: boolean) =>
      at((await api.graphql(api.adminKey, document, { managed })).data)['computes']!['nodes'];
    expect(await list(false)).toContainEqual({
      id: computeId,
      managed: false,
      goneAt: null,
      vmSize: 'STANDARD_D3_V2',
      scale: { maxNodeCount: 2 },
    });
    expect(JSON.stringify(await list(true))).not.toContain(computeId);
  });
});
