import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { contextForTests, givenWorkspace, shareWith } from '../../test/support/engine.js';
import { FakeArm } from '../../test/support/fake-arm.js';
import { clusterForTests } from '../../test/support/cluster-values.js';
import { ask } from '../../test/support/ask.js';
import type { Submitted } from '../operations/submit/accepted.js';
import type { SubmitDeps } from '../operations/submit/submission.js';
import { kinds } from './kinds.js';
import { assignComputeIdentity } from './compute-clusters/identity/assign-compute-identity.verb.js';
import { deleteCompute } from './delete-compute.verb.js';
import { removeComputeIdentity } from './compute-clusters/identity/remove-compute-identity.verb.js';
import { setCostTags } from './set-cost-tags.verb.js';
import { updateComputeCluster } from './compute-clusters/update-compute-cluster.verb.js';

const group = '/subscriptions/s/resourceGroups/lent';
const id = (name: string) =>
  `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const identityOf = (...names: string[]) => ({
  type: 'USER_ASSIGNED',
  userAssignedIdentityIds: names.map(id),
});

const found = { ...identityOf(), principalId: null, defaultIdentity: null };

let database: TestDatabase;
let deps: SubmitDeps;
let teamId: string;
let computeId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = {
    pool: database.pool,
    kinds,
    requiredCostTags: [],
    arm: new FakeArm(),
  };
});
afterAll(() => database.drop());

/** A cluster that was asked for with an identity which Azure never took, and whose share has ended. */
beforeEach(async () => {
  const given = await givenWorkspace(database.pool);
  teamId = given.teamId;
  const armId = `${given.armId}/computes/cpu`;
  const { rows } = await database.pool.query<{ id: string }>(
    `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
       provisioning_state, raw_provisioning_state, desired, observed)
     VALUES ('COMPUTE_CLUSTER', $1, $2, 'cpu', $3, lower($3), 's', 'eastus', 'SUCCEEDED', 'Succeeded', $4, $5)
     RETURNING id`,
    [
      teamId,
      given.workspaceId,
      armId,
      {
        ...clusterForTests,
        identity: identityOf('a'),
      },
      { identity: found },
    ],
  );
  computeId = String(rows[0]?.id);
  await database.pool.query('DELETE FROM shared_scope WHERE team_id = $1', [teamId]);
});

const context = () => contextForTests('OPERATOR', teamId);
const refusalsOf = (answer: Submitted) =>
  answer.ok ? [] : answer.error.map(({ code, field }) => [code, ...(field ?? []).slice(1)]);
const costTags = [{ key: 'owner', value: 'ml' }];

describe('an identity that Azure never took', () => {
  const changes = [
    ['costTags', () => ask(setCostTags, deps, context(), { resourceId: computeId, costTags })],
    [
      'scale',
      () => ask(updateComputeCluster, deps, context(), { computeId, scale: { maxNodeCount: 2 } }),
    ],
    [
      'description',
      () => ask(updateComputeCluster, deps, context(), { computeId, description: 'new' }),
    ],
  ] as const;

  it.each(changes)(
    'is not sent along by a change of %s, which needs no share of it',
    async (field, ask) => {
      expect(refusalsOf(await ask())).toEqual([]);
      const { rows } = await database.pool.query<{ input: object }>(
        'SELECT input FROM operation WHERE target_id = $1',
        [computeId],
      );
      expect(rows).toMatchObject([{ input: { asked: [field], usesArmIds: [] } }]);
    },
  );

  it('is asked anew where it is named again, and not sent along with another', async () => {
    const again = { computeId, identity: identityOf('a') };
    const path = ['identity', 'userAssignedIdentityIds', '0'];
    expect(refusalsOf(await ask(assignComputeIdentity, deps, context(), again))).toEqual([
      ['SCOPE_NOT_SHARED', ...path],
    ]);
    await shareWith(database.pool, teamId, id('b'));
    const other = { computeId, identity: identityOf('b') };
    expect(refusalsOf(await ask(assignComputeIdentity, deps, context(), other))).toEqual([]);
    const { rows } = await database.pool.query(
      `SELECT r.desired->'identity' AS identity, o.input->'usesArmIds' AS used
       FROM resource r JOIN operation o ON o.target_id = r.id WHERE r.id = $1`,
      [computeId],
    );
    expect(rows).toEqual([{ identity: identityOf('b'), used: [id('b')] }]);
  });

  it('is taken away without a share, and keeps no compute from being deleted', async () => {
    expect(refusalsOf(await ask(removeComputeIdentity, deps, context(), { computeId }))).toEqual(
      [],
    );
    await database.pool.query(`UPDATE operation SET status = 'SUCCEEDED', due_at = NULL`);
    const deletion = { computeId, confirmName: 'cpu' };
    expect(refusalsOf(await ask(deleteCompute, deps, context(), deletion))).toEqual([]);
  });
});
