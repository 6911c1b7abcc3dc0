import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { armIdKey, resourceGroupId, workspaceArmId } from '#libs/kernel';
import { startApi, subscriptionId, type ApiUnderTest } from '../../support/api.js';
import { at } from '../../support/gateway.js';
import {
  armIdFields,
  givenScopes,
  inGroup,
  inputsOf,
  lastName,
  mutations,
  withId,
  type GivenTeam,
} from '../../support/scope-scene.js';

let api: ApiUnderTest;
let ours: GivenTeam;
let theirs: GivenTeam;
/** All that PostgreSQL was asked, on whatever connection. */
const asked: string[] = [];

beforeAll(async () => {
  api = await startApi();
  ours = await givenScopes(api, 'ours', 'rg');
  theirs = await givenScopes(api, 'theirs', 'rg-secret');
  const query = pg.Client.prototype.query as (...of: unknown[]) => unknown;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...of: unknown[]
  ) {
    const [first] = of;
    asked.push(typeof first === 'string' ? first : String((first as { text?: string }).text));
    return query.apply(this, of);
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await api?.close();
});
beforeEach(async () => {
  await api.database.pool.query('DELETE FROM audit_refusal');
});

const send = async (name: string, input: object): Promise<unknown> => {
  const type = mutations.find((mutation) => mutation.name === name)!.args[0]!.type;
  const document = `mutation ($input: ${String(type)}) { ${name}(input: $input) { userErrors { code field message } } }`;
  const { data, errors } = await api.graphql(ours.operatorKey, document, { input });
  expect(errors, JSON.stringify(input)).toBeUndefined();
  return at(data)[name]!['userErrors'];
};

/** What a connection asks when it is opened, or lent again after a while: when that is, the clock decides and not the input. */
const isUpkeep = (text: string): boolean =>
  text === 'SELECT 1' || text.startsWith('SET statement_timeout');

/** What was answered, and what it took of PostgreSQL: without what every request asks of the key that it came with. */
async function ask(name: string, input: object): Promise<{ errors: unknown; took: string[] }> {
  asked.splice(0);
  const errors = await send(name, input);
  const took = asked.splice(0).filter((text) => !/\bapi_key\b/.test(text) && !isUpkeep(text));
  await api.database.pool.query(
    `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL WHERE status = 'QUEUED'`,
  );
  return { errors, took };
}

const aboutScopes = (took: readonly string[]) =>
  took.filter((text) => /shared_scope|SELECT allowed_locations/.test(text));

/** Mutations that name nothing in Azure by an ARM id: what stands is named by its id here. */
const plain = (): Record<string, object> => ({
  createResourceGroup: {
    teamId: ours.teamId,
    name: `g-${randomUUID()}`,
    location: 'eastus',
    subscriptionId: randomUUID(),
  },
  claimCompute: { computeId: ours.clusterId, teamId: ours.teamId },
  claimResourceGroup: { armId: `${ours.groupArmId}-nobodys`, teamId: ours.teamId },
  claimWorkspace: { armId: workspaceArmId(ours.groupArmId, 'nobodys'), teamId: ours.teamId },
  deleteCompute: { computeId: ours.clusterId, confirmName: 'c-ours' },
  moveResource: { resourceId: ours.clusterId, teamId: ours.teamId },
  detachKubernetesCompute: { computeId: ours.attachmentId },
  registerProviders: { azureSubscriptionId: ours.azureSubscriptionId },
  releaseResource: { resourceId: ours.clusterId },
  resizeComputeInstance: { computeId: ours.instanceId, vmSize: 'Standard_DS12_v2' },
  restartComputeInstance: { computeId: ours.instanceId },
  setCostTags: { resourceId: ours.attachmentId, costTags: [{ key: 'costCenter', value: 'w' }] },
  startComputeInstance: { computeId: ours.instanceId },
  stopComputeInstance: { computeId: ours.instanceId },
  uninstallArcExtension: { extensionId: ours.extensionId },
});

/** These send nothing to Azure that was not accepted before. */
const noSubmissions = new Set([
  'applyPlan',
  'createPolicy',
  'updatePolicy',
  'deletePolicy',
  'testPolicy',
  'plan',
  'abandonOperation',
  'approveOperation',
  'rejectOperation',
  'addAzureSubscription',
  'removeAzureSubscription',
  'cancelOperation',
  'retryOperation',
  'createApiKey',
  'createTeam',
  'deleteTeam',
  'disablePrincipal',
  'enablePrincipal',
  'grantRole',
  'revokeApiKey',
  'revokeRole',
  'rotateApiKey',
  'shareScope',
  'unshareScope',
  'setAllowedLocations',
  'setTeamLimits',
  'updateTeam',
]);

it('knows every mutation that submits something', () => {
  const names = mutations.map(({ name }) => name).filter((name) => !noSubmissions.has(name));
  expect([...Object.keys(inputsOf(ours)), ...Object.keys(plain())].sort()).toEqual(names.sort());
});

describe.each(armIdFields.map(({ name, path }) => [name, path.join('.'), path] as const))(
  '%s %s',
  (name, _text, path) => {
    const inTheirs = () => inGroup(theirs.groupArmId, path);
    const nobodys = () => inGroup(resourceGroupId(subscriptionId, 'nobodys'), path);

    it('costs one statement at most to know whose it is, taken or refused', async () => {
      for (const armId of [inGroup(ours.groupArmId, path), inTheirs()]) {
        const { took } = await ask(name, withId(inputsOf(ours)[name]!(), path, armId));
        expect(aboutScopes(took).length).toBeLessThanOrEqual(1);
      }
    });

    it('says the same by the same statements of what exists and of what does not', async () => {
      const key = armIdKey(inTheirs());
      await api.database.pool.query(
        `INSERT INTO resource (kind, team_id, name, arm_id, arm_id_key, subscription_id, location,
           provisioning_state, raw_provisioning_state, desired)
         VALUES ('WORKSPACE', $1, $2, $2, $3, 's', 'eastus', 'SUCCEEDED', 'Succeeded', '{}')
         ON CONFLICT DO NOTHING`,
        [theirs.rowId, inTheirs(), key],
      );
      const input = inputsOf(ours)[name]!();
      const known = await ask(name, withId(input, path, inTheirs()));
      expect(known.errors).toContainEqual(expect.objectContaining({ code: 'SCOPE_NOT_SHARED' }));
      expect(await ask(name, withId(input, path, nobodys()))).toEqual(known);
    });
  },
);

it.each(['attachKubernetesCompute', 'provisionKubernetesCompute'])(
  '%s by the id of a cluster here costs one statement at most, beside whatever else it names, and tells nothing',
  async (name) => {
    const identity = (group: string) => ({
      type: 'USER_ASSIGNED',
      userAssignedIdentityIds: [inGroup(group, ['identity', 'userAssignedIdentityIds', '[]'])],
    });
    const nobody = Buffer.from(`ConnectedCluster:${randomUUID()}`).toString('base64url');
    for (const more of [
      {},
      { identity: identity(ours.groupArmId) },
      { identity: identity(theirs.groupArmId) },
    ]) {
      const base = { ...inputsOf(ours)[name]!(), clusterArmId: null, ...more };
      const answers = [];
      for (const clusterId of [ours.arcId, theirs.arcId, nobody]) {
        const answer = await ask(name, { ...base, clusterId });
        expect(aboutScopes(answer.took)).toHaveLength(1);
        answers.push(answer);
      }
      expect(answers[1]?.errors).not.toEqual([]);
      expect(answers[2]).toEqual(answers[1]);
    }
  },
);

it('every other submission costs one statement at most', async () => {
  for (const [name, input] of Object.entries(plain())) {
    const { took } = await ask(name, input);
    expect(took, name).not.toEqual([]);
    expect(aboutScopes(took).length, name).toBeLessThanOrEqual(1);
  }
});

it('a cluster with an id costs one statement more than one without', async () => {
  const input = inputsOf(ours)['createComputeCluster']!;
  // What a process reads once and keeps is there from then on.
  await ask('createComputeCluster', input());
  const without = await ask('createComputeCluster', input());
  expect(without.errors).toEqual([]);
  const subnet = ['subnetId'];
  const named = withId(input(), subnet, inGroup(ours.groupArmId, subnet));
  const withOne = await ask('createComputeCluster', named);
  expect(withOne.errors, lastName()).toEqual([]);
  expect(withOne.took.length - without.took.length).toBe(1);
});

describe('the scopes of a page of teams', () => {
  it('are read by one statement', async () => {
    asked.splice(0);
    const { data } = await api.graphql(
      api.adminKey,
      '{ teams(first: 50) { nodes { name sharedScopes { armId sharedBy { displayName } } allowedLocations } } }',
    );
    expect(at(data)['teams']!['nodes']!.length).toBeGreaterThan(1);
    expect(asked.filter((text) => /shared_scope|allowed_locations/.test(text))).toHaveLength(1);
  });
});
