import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { VerbContext } from '#libs/verbs';
import type { Submission } from '../../test/support/ask.js';
import { askedTags, said, submissionScene } from '../../test/support/submission-scene.js';
import { actionPrefix } from '../operations/kind.rules.js';
import type { Accepted } from '../operations/submit/accepted.js';
import { createComputeCluster } from './compute-clusters/create-compute-cluster.verb.js';
import { assignComputeIdentity } from './compute-clusters/identity/assign-compute-identity.verb.js';
import { removeComputeIdentity } from './compute-clusters/identity/remove-compute-identity.verb.js';
import { updateComputeCluster } from './compute-clusters/update-compute-cluster.verb.js';
import { deleteCompute } from './delete-compute.verb.js';
import { kinds } from './kinds.js';
import { createResourceGroup } from './resource-groups/create-resource-group.verb.js';
import { deleteResourceGroup } from './resource-groups/delete-resource-group.verb.js';
import { setCostTags } from './set-cost-tags.verb.js';
import { createWorkspace } from './workspaces/create-workspace.verb.js';
import { deleteWorkspace } from './workspaces/delete-workspace.verb.js';

/** Of these fields those that the verb has. */
const fieldsThereAre = (verb: Submission, input: object): object =>
  Object.fromEntries(Object.entries(input).filter(([name]) => name in verb.input.shape));

const serviceId = (type: string) => `/subscriptions/s/resourceGroups/g/providers/${type}/x`;

describe('accepting a mutation', () => {
  const scene = submissionScene();
  const { as, ask, clusterInput, refusals, standingCluster } = scene;

  const mutations: Record<string, [Submission, () => Promise<object>]> = {
    createResourceGroup: [
      createResourceGroup,
      async () => ({
        teamId: scene.teamId,
        name: `g-${randomUUID()}`,
        location: 'eastus',
        costTags: askedTags,
      }),
    ],
    deleteResourceGroup: [
      deleteResourceGroup,
      async () => ({ resourceGroupId: scene.group.id, confirmName: scene.group.name }),
    ],
    createWorkspace: [
      createWorkspace,
      async () => ({
        resourceGroupId: scene.group.id,
        name: 'another',
        costTags: askedTags,
        storageAccountId: serviceId('Microsoft.Storage/storageAccounts'),
        keyVaultId: serviceId('Microsoft.KeyVault/vaults'),
      }),
    ],
    deleteWorkspace: [
      deleteWorkspace,
      async () => ({ workspaceId: scene.workspaceId, confirmName: 'ws' }),
    ],
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
      async () => ({ resourceId: await standingCluster(), costTags: [...askedTags] }),
    ],
  };

  describe.each(Object.entries(mutations))('%s', (_name, [mutation, given]) => {
    it.each<[string, () => VerbContext]>([
      ['an operator of the team', () => as('OPERATOR')],
      ['an admin of the team', () => as('ADMIN')],
      ['an operator of the platform', () => as('OPERATOR', null)],
    ])('is for %s', async (_who, who) => {
      const input = await given();
      const answer = await ask(mutation, input, who());
      expect(answer).toMatchObject({ ok: true });
      const { operationId } = (answer as { value: Accepted }).value;
      const { rows } = await scene.database.pool.query(
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
      const [one, two] = await Promise.all([ask(mutation, input), ask(mutation, input)]);
      expect(one).toMatchObject({ ok: true });
      expect(two).toEqual(one);
      expect(await ask(mutation, input)).toEqual(one);
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
    const { rows } = await scene.database.pool.query(
      `SELECT actor_roles, target_name FROM audit_event WHERE action = 'compute_cluster.create.denied' AND team_id = $1`,
      [scene.teamId],
    );
    expect(rows).toEqual([{ actor_roles: ['VIEWER'], target_name: 'cpu' }]);
  });
});
