import { workspaceArmId } from '#libs/kernel';
import { globalId } from '#libs/verbs';
import type { ApiUnderTest } from '../../support/api.js';
import { awaitApproval } from '../../support/await-approval.js';
import { givenFound } from '../../support/found.js';
import { apiKeyId, at, givenKey, givenTeam, rowIdOf } from '../../support/gateway.js';
import { givenListed } from '../../support/listed.js';

import { insertRow } from '../../support/scope-scene.js';
import { givenKubernetes } from '../../support/kubernetes.js';
import { callers, mutations, type Caller, type Things } from './role-matrix.js';

/** A team with one of everything, and a key for everybody who may ask. */
export interface Scene {
  things: Things;
  keys: Record<Caller, string>;
}

export async function givenThings(api: ApiUnderTest): Promise<Scene> {
  const things = { teamId: await givenTeam(api, 'vision') } as Things;
  things.groupId = (await make(api, things, 'createResourceGroup')).id;
  things.workspaceId = (await make(api, things, 'createWorkspace')).id;
  const box = { workspaceId: things.workspaceId, name: 'jo-box', vmSize: 'STANDARD_D3_V2' };
  things.instanceId = (await make(api, things, 'createComputeInstance', box)).id;
  const waits = { ...mutations['createComputeCluster']!.input(things), name: 'waits' };
  things.awaitingId = (await make(api, things, 'createComputeCluster', waits)).operationId;
  const cluster = await make(api, things, 'createComputeCluster');
  Object.assign(things, { clusterId: cluster.id, operationId: cluster.operationId });
  const { pool } = api.database;
  Object.assign(things, await givenKubernetes(pool, things.groupId, things.workspaceId));
  things.foundId = await givenFound(pool, 'found-one', things.workspaceId);
  await givenUnclaimed(api, things);
  const subscription = `/subscriptions/${crypto.randomUUID()}`;
  const row = [rowIdOf(things.teamId), 'AZURE_SUBSCRIPTION', null, subscription, {}] as const;
  things.azureSubscriptionId = globalId('AzureSubscription', await insertRow(api, row));
  const keys = await givenKeys(api, things.teamId);
  await givenKey(api, things.teamId, 'VIEWER', 'to-be-revoked');
  things.apiKeyId = await apiKeyId(api, 'to-be-revoked');
  Object.assign(things, await principalOf(api, 'to-be-revoked'));
  Object.assign(things, await givenEntraGroup(api, things.teamId));
  things.planId = await givenPlan(api, things);
  things.policyId = await givenPolicy(api, things);
  await awaitApproval(pool, rowIdOf(things.awaitingId));
  await api.seal();
  return { things, keys };
}

async function principalOf(
  { database: { pool } }: ApiUnderTest,
  keyName: string,
): Promise<Pick<Things, 'principalId' | 'roleGrantId'>> {
  const { rows } = await pool.query<{ principalId: string; roleGrantId: string }>(
    `SELECT k.principal_id AS "principalId", a.id AS "roleGrantId"
      FROM api_key k JOIN role_assignment a ON a.principal_id = k.principal_id WHERE k.name = $1`,
    [keyName],
  );
  const { principalId = '', roleGrantId = '' } = rows[0] ?? {};
  return {
    principalId: globalId('Principal', principalId),
    roleGrantId: globalId('RoleGrant', roleGrantId),
  };
}

/** Workspaces in the group that no team has: the one of the list has no id, and is known by its name, the group's; and one for each who claims. */
async function givenUnclaimed({ database: { pool } }: ApiUnderTest, things: Things) {
  const { groupId } = things;
  const { rows } = await pool.query<{ armId: string }>(
    'SELECT arm_id AS "armId" FROM resource WHERE id = $1',
    [rowIdOf(groupId)],
  );
  things.groupArmId = rows[0]!.armId;
  await givenListed(pool, workspaceArmId(things.groupArmId, groupId));
  for (const caller of callers)
    await givenListed(pool, workspaceArmId(things.groupArmId, `ws-${caller}`));
  things.unclaimedGroup = `${things.groupArmId}-nobodys`;
  await givenListed(pool, things.unclaimedGroup);
}

/** A group with a role in the team. */
async function givenEntraGroup(
  { database: { pool } }: ApiUnderTest,
  teamId: string,
): Promise<Pick<Things, 'entraGroupId' | 'groupGrantId'>> {
  const { rows } = await pool.query<{ id: string; grantId: string }>(
    `WITH g AS (INSERT INTO entra_group (tenant_id, object_id) VALUES ($1, $2) RETURNING id)
      INSERT INTO role_assignment (entra_group_id, team_id, role) SELECT id, $3, 'VIEWER' FROM g
      RETURNING entra_group_id AS id, id AS "grantId"`,
    [crypto.randomUUID(), crypto.randomUUID(), rowIdOf(teamId)],
  );
  return {
    entraGroupId: globalId('EntraGroup', rows[0]!.id),
    groupGrantId: globalId('RoleGrant', rows[0]!.grantId),
  };
}

async function givenKeys(api: ApiUnderTest, teamId: string): Promise<Scene['keys']> {
  const keys = {} as Scene['keys'];
  for (const role of ['VIEWER', 'OPERATOR', 'APPROVER', 'ADMIN'] as const) {
    keys[role] = await givenKey(api, teamId, role, role.toLowerCase());
    keys[`PLATFORM_${role}`] = await givenKey(api, null, role, `platform-${role.toLowerCase()}`);
  }
  keys.OTHER_ADMIN = await givenKey(api, await givenTeam(api, 'other'), 'ADMIN', 'other');
  return keys;
}

/**
 * What the platform's admin asks for, as the role matrix does unless `input` is given. What was made before is taken to be
 * finished, as a worker would leave it.
 */
async function make(
  api: ApiUnderTest,
  things: Things,
  name: string,
  input: object = mutations[name]!.input(things),
): Promise<{ operationId: string; id: string }> {
  await finishAll(api);
  const inputType = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${inputType}!) { ${name}(input: $input) { operation { id target { id } } } }`;
  const { data } = await api.graphql(api.adminKey, document, { input });
  const { id, target } = at(data)[name]!.operation!;
  return { operationId: id!, id: target!.id! };
}

/** A plan of what the role matrix plans. */
async function givenPlan(api: ApiUnderTest, things: Things): Promise<string> {
  const document = 'mutation ($input: PlanInput!) { plan(input: $input) { plan { id } } }';
  const input = mutations['plan']!.input(things);
  const { data } = await api.graphql(api.adminKey, document, { input });
  return at(data)['plan']!['plan']!['id']!;
}

/** A policy of the team. */
async function givenPolicy(api: ApiUnderTest, things: Things): Promise<string> {
  const document =
    'mutation ($input: CreatePolicyInput!) { createPolicy(input: $input) { policy { id } } }';
  const input = mutations['createPolicy']!.input(things);
  const { data } = await api.graphql(api.adminKey, document, { input });
  return at(data)['createPolicy']!['policy']!['id']!;
}

async function finishAll({ database: { pool } }: ApiUnderTest): Promise<void> {
  await pool.query(`UPDATE operation SET status = 'SUCCEEDED', due_at = NULL`);
  await pool.query(`UPDATE resource SET provisioning_state = 'SUCCEEDED'`);
}
