import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DomainError } from '#libs/kernel';
import type { VerbContext, Role } from '#libs/verbs';
import { ask, type Submission } from '../../test/support/ask.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { FakeArm } from '../../test/support/fake-arm.js';
import { contextForTests, givenWorkspace } from '../../test/support/engine.js';
import { actionPrefix } from '../operations/kind.rules.js';
import type { Accepted, SubmitDeps } from '../operations/submit/submission.js';
import { kinds } from './kinds.js';
import { assignComputeIdentity } from './compute-clusters/identity/assign-compute-identity.verb.js';
import { createComputeCluster } from './compute-clusters/create-compute-cluster.verb.js';
import { createResourceGroup } from './resource-groups/create-resource-group.verb.js';
import { createWorkspace } from './workspaces/create-workspace.verb.js';
import { deleteCompute } from './delete-compute.verb.js';
import { deleteResourceGroup } from './resource-groups/delete-resource-group.verb.js';
import { deleteWorkspace } from './workspaces/delete-workspace.verb.js';
import { removeComputeIdentity } from './compute-clusters/identity/remove-compute-identity.verb.js';
import { setCostTags } from './set-cost-tags.verb.js';
import { updateComputeCluster } from './compute-clusters/update-compute-cluster.verb.js';

const azure = new FakeArm();

/** Of these fields those that the verb has. */
const fieldsThereAre = (verb: Submission, input: object): object =>
  Object.fromEntries(Object.entries(input).filter(([name]) => name in verb.input.shape));

const identityId = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const serviceId = (type: string) => `/subscriptions/s/resourceGroups/g/providers/${type}/x`;
const costTags = [{ key: 'owner', value: 'ml' }];

describe('accepting mutations', () => {
  let database: TestDatabase;
  let deps: SubmitDeps;
  let teamId: string;
  let workspaceId: string;
  let groupId: string;
  let groupName: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    deps = {
      pool: database.pool,
      kinds,
      requiredCostTags: ['costCenter', 'owner'],
      arm: azure,
      defaultSubscriptionId: randomUUID(),
    };
  });
  afterAll(() => database?.drop());

  beforeEach(async () => {
    ({ teamId, workspaceId } = await givenWorkspace(database.pool));
    const { rows } = await database.pool.query<{ id: string; name: string }>(
      'SELECT g.id, g.name FROM resource w JOIN resource g ON g.id = w.parent_id WHERE w.id = $1',
      [workspaceId],
    );
    ({ id: groupId, name: groupName } = rows[0]!);
  });

  const as = (role: Role = 'OPERATOR', team: string | null = teamId): VerbContext => {
    const context = contextForTests(role, teamId);
    return { ...context, actor: { ...context.actor, grants: [{ teamId: team, role }] } };
  };

  const clusterInput = (change: object = {}) => ({
    workspaceId,
    name: 'cpu',
    vmSize: 'STANDARD_D3_V2',
    scale: { maxNodeCount: 1 },
    costTags,
    ...change,
  });

  async function accept(mutation: Submission, input: object): Promise<Accepted> {
    const answer = await ask(mutation, deps, as(), input);
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    return answer.value;
  }

  async function refusals(
    mutation: Submission,
    input: unknown,
    context = as(),
  ): Promise<readonly DomainError[]> {
    const before = await written();
    const answer = await ask(mutation, deps, context, input);
    expect(await written()).toEqual(before);
    return answer.ok ? [] : answer.error;
  }

  const said = (errors: readonly DomainError[]): string[] =>
    errors.map(({ code, field }) => `${code} ${(field ?? []).join('.')}`);

  /** All that an accepted mutation would have written; a denied one leaves an audit row. */
  async function written(): Promise<unknown> {
    const { rows } = await database.pool.query(`SELECT
      (SELECT count(*) FROM resource) AS resources, (SELECT count(*) FROM operation) AS operations,
      (SELECT count(*) FROM operation_step) AS steps, (SELECT count(*) FROM cost_tag) AS tags,
      (SELECT count(*) FROM outbox_event) AS outbox, (SELECT count(*) FROM idempotency_record) AS keys,
      (SELECT count(*) FROM audit_event WHERE action NOT LIKE '%.denied') AS audit,
      (SELECT sum(version) FROM resource) AS versions`);
    return rows[0];
  }

  /** As the worker would leave it. */
  const finish = async ({ operationId, resourceId }: Accepted) => {
    await database.pool.query(
      `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL WHERE id = $1`,
      [operationId],
    );
    await database.pool.query(
      `UPDATE resource SET provisioning_state = 'SUCCEEDED', observed = '{}' WHERE id = $1`,
      [resourceId],
    );
  };

  async function standingCluster(change: object = {}): Promise<string> {
    const accepted = await accept(createComputeCluster, clusterInput(change));
    await finish(accepted);
    return accepted.resourceId;
  }

  const mutations: Record<string, [Submission, () => Promise<object>]> = {
    createResourceGroup: [
      createResourceGroup,
      async () => ({ teamId, name: `g-${randomUUID()}`, location: 'eastus', costTags }),
    ],
    deleteResourceGroup: [
      deleteResourceGroup,
      async () => ({ resourceGroupId: groupId, confirmName: groupName }),
    ],
    createWorkspace: [
      createWorkspace,
      async () => ({
        resourceGroupId: groupId,
        name: 'another',
        costTags,
        storageAccountId: serviceId('Microsoft.Storage/storageAccounts'),
        keyVaultId: serviceId('Microsoft.KeyVault/vaults'),
      }),
    ],
    deleteWorkspace: [deleteWorkspace, async () => ({ workspaceId, confirmName: 'ws' })],
    createComputeCluster: [createComputeCluster, async () => clusterInput()],
    updateComputeCluster: [
      updateComputeCluster,
      async () => ({ computeId: await standingCluster(), scale: { maxNodeCount: 3 } }),
    ],
    assignComputeIdentity: [
      assignComputeIdentity,
      async () => ({ computeId: await standingCluster(), identity: { type: 'SYSTEM_ASSIGNED' } }),
    ],
    removeComputeIdentity: [
      removeComputeIdentity,
      async () => ({
        computeId: await standingCluster({ identity: { type: 'SYSTEM_ASSIGNED' } }),
      }),
    ],
    deleteCompute: [
      deleteCompute,
      async () => ({ computeId: await standingCluster(), confirmName: 'cpu' }),
    ],
    setCostTags: [
      setCostTags,
      async () => ({ resourceId: await standingCluster(), costTags: [...costTags] }),
    ],
  };

  describe.each(Object.entries(mutations))('%s', (_name, [mutation, given]) => {
    it.each<[string, () => VerbContext]>([
      ['an operator of the team', () => as('OPERATOR')],
      ['an admin of the team', () => as('ADMIN')],
      ['an operator of the platform', () => as('OPERATOR', null)],
    ])('is for %s', async (_who, who) => {
      const input = await given();
      const answer = await ask(mutation, deps, who(), input);
      expect(answer).toMatchObject({ ok: true });
      const { operationId } = (answer as { value: Accepted }).value;
      const { rows } = await database.pool.query(
        `SELECT o.status, (SELECT array_agg(name ORDER BY position) FROM operation_step WHERE operation_id = o.id) AS steps,
           (SELECT array_agg(topic ORDER BY topic) FROM outbox_event WHERE operation_id = o.id) AS topics,
           (SELECT action FROM audit_event WHERE operation_id = o.id) AS action, o.kind
         FROM operation o WHERE id = $1`,
        [operationId],
      );
      const kind = (rows[0] as { kind: keyof typeof kinds }).kind;
      expect(rows[0]).toMatchObject({
        status: 'QUEUED',
        steps: kinds.operation(kind).steps.map(({ name }) => name),
        topics: ['operation.changed', 'operation.due'],
        action: `${actionPrefix(kind)}.accepted`,
      });
    });

    it.each<[string, string, () => VerbContext]>([
      ['FORBIDDEN', 'a viewer', () => as('VIEWER')],
      ['FORBIDDEN', 'an approver', () => as('APPROVER')],
      ['FORBIDDEN', 'a viewer of the platform', () => as('VIEWER', null)],
      ['NOT_FOUND', 'another team', () => as('ADMIN', randomUUID())],
    ])('answers %s to %s and writes nothing', async (code, _who, who) => {
      const input = await given();
      const errors = await refusals(mutation, input, who());
      expect(errors.map((error) => error.code)).toEqual([code]);
    });

    it('gives the first answer again to the same key, also when asked twice at once', async () => {
      const input = { ...(await given()), idempotencyKey: randomUUID() };
      const [one, two] = await Promise.all([
        ask(mutation, deps, as(), input),
        ask(mutation, deps, as(), input),
      ]);
      expect(one).toMatchObject({ ok: true });
      expect(two).toEqual(one);
      expect(await ask(mutation, deps, as(), input)).toEqual(one);
      const other = { ...input, costTags: [{ key: 'owner', value: 'x' }], confirmName: 'other' };
      const changed = fieldsThereAre(mutation, { ...other, ifMatch: '7', name: 'other' });
      expect(said(await refusals(mutation, changed))).toEqual([
        'IDEMPOTENCY_KEY_PARAMETER_MISMATCH input.idempotencyKey',
      ]);
    });

    it('lists what is wrong with an input that is none', async () => {
      expect(new Set((await refusals(mutation, {})).map(({ code }) => code))).toEqual(
        new Set(['INVALID_INPUT']),
      );
      expect(said(await refusals(mutation, null))).toEqual(['INVALID_INPUT input']);
    });
  });

  it('leaves an audit row of what was denied', async () => {
    await refusals(createComputeCluster, clusterInput(), as('VIEWER'));
    const { rows } = await database.pool.query(
      `SELECT actor_roles, target_name FROM audit_event WHERE action = 'compute_cluster.create.denied' AND team_id = $1`,
      [teamId],
    );
    expect(rows).toEqual([{ actor_roles: ['VIEWER'], target_name: 'cpu' }]);
  });

  it.each<[string, object, string[]]>([
    ['name', { name: 'cpu-1' }, ['NAME_INVALID input.name']],
    ['size', { vmSize: 'big' }, ['SIZE_NOT_SUPPORTED input.vmSize']],
    ['region', { location: '!' }, ['LOCATION_NOT_SUPPORTED input.location']],
    [
      'scale',
      { scale: { minNodeCount: 2, maxNodeCount: 1 } },
      ['INVALID_INPUT input.scale.minNodeCount'],
    ],
    [
      'identity',
      { identity: { type: 'SYSTEM_ASSIGNED', userAssignedIdentityIds: [identityId('a')] } },
      ['IDENTITY_CONFLICT input.identity.userAssignedIdentityIds'],
    ],
    ['missing tag', { costTags: [] }, ['COST_TAG_REQUIRED input.costTags']],
    [
      'several at once',
      { name: 'x', costTags: [] },
      ['NAME_INVALID input.name', 'COST_TAG_REQUIRED input.costTags'],
    ],
    [
      'types',
      { scale: { maxNodeCount: 1.5 }, vmPriority: 'SPOT' },
      ['INVALID_INPUT input.vmPriority', 'INVALID_INPUT input.scale.maxNodeCount'],
    ],
    ['no such workspace', { workspaceId: randomUUID() }, ['NOT_FOUND input.workspaceId']],
    ['no id at all', { workspaceId: 'x' }, ['NOT_FOUND input.workspaceId']],
  ])('refuses a cluster with a wrong %s by code and field', async (_what, change, expected) => {
    expect(said(await refusals(createComputeCluster, clusterInput(change)))).toEqual(expected);
  });

  it('takes what is not said from the contract, and warns', async () => {
    const { resourceId, warnings } = await accept(
      createComputeCluster,
      clusterInput({ location: 'West US 2', scale: { maxNodeCount: 200 } }),
    );
    expect(warnings.map(({ code }) => code)).toEqual(['NODES_ON_REQUEST_ONLY', 'OTHER_REGION']);
    const { rows } = await database.pool.query(
      'SELECT location, vm_size_key, desired, provisioning_state FROM resource WHERE id = $1',
      [resourceId],
    );
    expect(rows[0]).toMatchObject({
      location: 'westus2',
      vm_size_key: 'standard_d3_v2',
      provisioning_state: 'CREATING',
      desired: {
        vmPriority: 'DEDICATED',
        scale: { minNodeCount: 0, maxNodeCount: 200, nodeIdleTimeBeforeScaleDown: 'PT120S' },
        identity: { type: 'NONE' },
        enableNodePublicIp: true,
        isolatedNetwork: false,
      },
    });
    const tags = await database.pool.query(
      'SELECT key, value, source FROM cost_tag WHERE resource_id = $1 ORDER BY key',
      [resourceId],
    );
    expect(tags.rows).toEqual([
      { key: 'costCenter', value: 'cc', source: 'TEAM_DEFAULT' },
      { key: 'owner', value: 'ml', source: 'REQUEST' },
    ]);
  });

  it('lets one of many through at once, and tells the others which operation was first', async () => {
    const computeId = await standingCluster();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        ask(updateComputeCluster, deps, as(), { computeId, scale: { maxNodeCount: i + 1 } }),
      ),
    );
    const won = answers.flatMap((answer) => (answer.ok ? [answer.value.operationId] : []));
    expect(won).toHaveLength(1);
    const told = answers.flatMap((answer) => (answer.ok ? [] : answer.error));
    expect(told.map(({ code, operationId }) => [code, operationId])).toEqual(
      Array.from({ length: 7 }, () => ['OPERATION_IN_PROGRESS', won[0]]),
    );
  });

  it('holds a name once, in whatever case', async () => {
    const first = await accept(createComputeCluster, clusterInput());
    expect(await refusals(createComputeCluster, clusterInput({ name: 'CPU' }))).toMatchObject([
      { code: 'OPERATION_IN_PROGRESS', operationId: first.operationId },
    ]);
    await finish(first);
    expect(said(await refusals(createComputeCluster, clusterInput()))).toEqual([
      'ALREADY_EXISTS input.name',
    ]);
  });

  it('refuses by name what ARM cannot change', async () => {
    const computeId = await standingCluster();
    const same = { vmSize: 'Standard_D3_v2', location: 'eastus' };
    const input = { computeId, ...same, vmPriority: 'LOW_PRIORITY', isolatedNetwork: true };
    expect(said(await refusals(updateComputeCluster, input))).toEqual([
      'IMMUTABLE_FIELD input.vmPriority',
      'IMMUTABLE_FIELD input.isolatedNetwork',
    ]);
  });

  it('refuses an etag that is no longer true', async () => {
    const computeId = await standingCluster();
    const change = { computeId, scale: { maxNodeCount: 2 } };
    await finish(await accept(updateComputeCluster, { ...change, ifMatch: '1' }));
    expect(said(await refusals(updateComputeCluster, { ...change, ifMatch: '1' }))).toEqual([
      'ETAG_MISMATCH input.ifMatch',
    ]);
    await accept(updateComputeCluster, { ...change, ifMatch: '2' });
  });

  it('adds user-assigned identities, takes some away, and swaps them for the system’s', async () => {
    const computeId = await standingCluster();
    const identityOf = async () => {
      const { rows } = await database.pool.query<{ identity: unknown }>(
        `SELECT desired->'identity' AS identity FROM resource WHERE id = $1`,
        [computeId],
      );
      return rows[0]?.identity;
    };
    const assign = async (identity: object) =>
      finish(await accept(assignComputeIdentity, { computeId, identity }));
    const user = (...names: string[]) => ({
      type: 'USER_ASSIGNED',
      userAssignedIdentityIds: names.map(identityId),
    });
    await assign(user('a'));
    await assign(user('b', 'A'));
    expect(await identityOf()).toEqual(user('a', 'b'));
    const some = { computeId, userAssignedIdentityIds: [identityId('A')] };
    await finish(await accept(removeComputeIdentity, some));
    expect(await identityOf()).toEqual(user('b'));
    expect(said(await refusals(removeComputeIdentity, some))).toEqual([
      'INVALID_INPUT input.userAssignedIdentityIds.0',
    ]);
    await assign({ type: 'SYSTEM_ASSIGNED' });
    await finish(await accept(removeComputeIdentity, { computeId }));
    expect(await identityOf()).toEqual({ type: 'NONE', userAssignedIdentityIds: [] });
    expect(said(await refusals(removeComputeIdentity, { computeId }))).toEqual([
      'INVALID_STATE input.computeId',
    ]);
  });

  it('leaves the system identity of a compute that was found with both types', async () => {
    const userAssignedIdentityIds = [identityId('a')];
    const identity = { type: 'SYSTEM_ASSIGNED', userAssignedIdentityIds };
    const computeId = await standingCluster();
    await database.pool.query(
      `UPDATE resource SET desired = desired || jsonb_build_object('identity', $2::jsonb) WHERE id = $1`,
      [computeId, identity],
    );
    await accept(removeComputeIdentity, { computeId, userAssignedIdentityIds });
    const { rows } = await database.pool.query(
      `SELECT desired->'identity' AS identity FROM resource WHERE id = $1`,
      [computeId],
    );
    expect(rows).toEqual([{ identity: { ...identity, userAssignedIdentityIds: [] } }]);
  });

  it('replaces cost tags, and remembers those that were there for Azure’s sake', async () => {
    const resourceId = await standingCluster({
      costTags: [...costTags, { key: 'extra', value: '1' }],
    });
    const { operationId } = await accept(setCostTags, { resourceId, costTags });
    const tags = await database.pool.query(
      'SELECT key FROM cost_tag WHERE resource_id = $1 ORDER BY key',
      [resourceId],
    );
    expect(tags.rows).toEqual([{ key: 'costCenter' }, { key: 'owner' }]);
    const { rows } = await database.pool.query<{ input: unknown }>(
      'SELECT input FROM operation WHERE id = $1',
      [operationId],
    );
    expect(JSON.stringify(rows[0]?.input)).toContain('"extra"');
  });

  it('wants the name of what is to be deleted', async () => {
    const computeId = await standingCluster();
    for (const [mutation, input] of [
      [deleteCompute, { computeId }],
      [deleteWorkspace, { workspaceId }],
      [deleteResourceGroup, { resourceGroupId: groupId }],
    ] as const) {
      expect(said(await refusals(mutation, { ...input, confirmName: 'CPU' }))).toEqual([
        'CONFIRMATION_MISMATCH input.confirmName',
      ]);
    }
  });

  it('deletes nothing over the head of an operation inside, and makes nothing in what is being deleted', async () => {
    const inside = await accept(createComputeCluster, clusterInput());
    const deletion = { resourceGroupId: groupId, confirmName: groupName };
    expect(await refusals(deleteResourceGroup, deletion)).toMatchObject([
      { code: 'OPERATION_IN_PROGRESS', operationId: inside.operationId },
    ]);
    await finish(inside);
    const { operationId } = await accept(deleteResourceGroup, deletion);
    const later = clusterInput({ name: 'later' });
    expect(await refusals(createComputeCluster, later)).toMatchObject([
      { code: 'OPERATION_IN_PROGRESS', operationId },
    ]);
  });

  it.each(['workspace', 'group'])(
    'lets a deletion of the %s and a creation in it not both through',
    async (what) => {
      const deletion = () =>
        what === 'group'
          ? ask(deleteResourceGroup, deps, as(), {
              resourceGroupId: groupId,
              confirmName: groupName,
            })
          : ask(deleteWorkspace, deps, as(), { workspaceId, confirmName: 'ws' });
      for (let round = 0; round < 20; round += 1) {
        const create = () =>
          ask(createComputeCluster, deps, as(), clusterInput({ name: `c${round}x` }));
        const answers = await Promise.all(
          round % 2 === 0 ? [create(), deletion()] : [deletion(), create()],
        );
        const accepted = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
        expect(accepted).toHaveLength(1);
        await Promise.all(accepted.map(finish));
      }
    },
  );

  it('makes nothing in what does not stand yet', async () => {
    await database.pool.query(`UPDATE resource SET provisioning_state = 'CREATING' WHERE id = $1`, [
      workspaceId,
    ]);
    const errors = await refusals(createComputeCluster, clusterInput());
    expect(said(errors)).toEqual(['INVALID_STATE input.workspaceId']);
    expect(errors[0]?.message).toContain('CREATING');
  });
});
