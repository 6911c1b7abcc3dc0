import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clusterForTests } from '../../test/support/cluster-values.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { contextForTests, givenWorkspace, shareWith } from '../../test/support/engine.js';
import { submitForTests } from '../../test/support/kubernetes.js';
import { ask } from '../../test/support/ask.js';
import type { SubmitDeps } from '../operations/submit/submission.js';
import { assignComputeIdentity } from './compute-clusters/identity/assign-compute-identity.verb.js';
import { reattachKubernetesCompute } from './kubernetes-computes/reattachment/reattach-kubernetes-compute.verb.js';
import { removeComputeIdentity } from './compute-clusters/identity/remove-compute-identity.verb.js';
import { setCostTags } from './set-cost-tags.verb.js';

const id = (name: string) =>
  `/subscriptions/s/resourceGroups/lent/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const identityOf = (...names: string[]) => ({
  type: names.length > 0 ? 'USER_ASSIGNED' : 'NONE',
  userAssignedIdentityIds: names.map(id),
});
const found = (...names: string[]) => ({
  ...identityOf(...names),
  principalId: null,
  defaultIdentity: null,
});
const amounts = (cpu: string) => ({ cpu, memory: '4Gi', nvidiaGpu: null });
const typeOf = (name: string, cpu: string) => ({
  name,
  nodeSelector: {},
  requests: amounts(cpu),
  limits: amounts(cpu),
});
const costTags = [{ key: 'owner', value: 'ml' }];

let database: TestDatabase;
let deps: SubmitDeps;
let given: Awaited<ReturnType<typeof givenWorkspace>>;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = submitForTests(database.pool);
});
afterAll(() => database.drop());
beforeEach(async () => {
  given = await givenWorkspace(database.pool);
});

const context = () => contextForTests('OPERATOR', given.teamId);

async function insert(kind: string, name: string, desired: object, observed: object) {
  const armId = `${given.armId}/computes/${name}`;
  const { rows } = await database.pool.query<{ id: string }>(
    `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
       provisioning_state, raw_provisioning_state, desired, observed)
     VALUES ($1, $2, $3, $4, $5, lower($5), 's', 'eastus', 'SUCCEEDED', 'Succeeded', $6, $7) RETURNING id`,
    [kind, given.teamId, given.workspaceId, name, armId, desired, observed],
  );
  return String(rows[0]?.id);
}

async function askedFor(resourceId: string) {
  const { rows } = await database.pool.query<{ desired: object; input: object }>(
    'SELECT r.desired, o.input FROM resource r JOIN operation o ON o.target_id = r.id WHERE r.id = $1',
    [resourceId],
  );
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

describe('an attachment that somebody attached otherwise in Azure', () => {
  const arc =
    '/subscriptions/s/resourceGroups/lent/providers/Microsoft.Kubernetes/connectedClusters/arc';
  const desired = {
    clusterId: given?.workspaceId ?? '',
    clusterArmId: arc,
    description: 'ours',
    namespace: 'ours',
    identity: identityOf(),
    kubeconfigReference: 'file:ours',
    defaultInstanceType: 'small',
    instanceTypes: [typeOf('small', '1')],
  };
  const observed = {
    clusterArmId: arc,
    description: 'theirs',
    namespace: 'theirs',
    tags: null,
    identity: found('theirs'),
    extensionReleaseTrain: null,
    defaultInstanceType: 'big',
    instanceTypes: [typeOf('big', '8')],
  };
  const kept = {
    description: 'theirs',
    namespace: 'theirs',
    identity: identityOf('theirs'),
    defaultInstanceType: 'big',
    instanceTypes: [typeOf('big', '8')],
    kubeconfigReference: 'file:ours',
  };
  let computeId: string;
  beforeEach(async () => {
    computeId = await insert('KUBERNETES_COMPUTE', 'k8s', desired, observed);
  });

  it('is attached anew for other cost tags as Azure has it', async () => {
    const answer = await ask(setCostTags, deps, context(), { resourceId: computeId, costTags });
    expect(answer).toMatchObject({ ok: true });
    expect((await askedFor(computeId)).desired).toMatchObject(kept);
  });

  it('is attached anew with what is named, and the rest as Azure has it', async () => {
    const input = { computeId, description: 'new' };
    expect(await ask(reattachKubernetesCompute, deps, context(), input)).toMatchObject({
      ok: true,
    });
    expect((await askedFor(computeId)).desired).toMatchObject({ ...kept, description: 'new' });
  });

  it('is not detached for other cost tags where nobody can read what to attach it as', async () => {
    await database.pool.query('UPDATE resource SET desired = $2 WHERE id = $1', [computeId, {}]);
    const answer = await ask(setCostTags, deps, context(), { resourceId: computeId, costTags });
    expect(answer).toMatchObject({
      ok: false,
      error: [{ code: 'INVALID_STATE', field: ['input', 'resourceId'] }],
    });
  });
});

describe('identities that somebody assigned in Azure', () => {
  const cluster = (asked: string[], has: string[]) =>
    insert(
      'COMPUTE_CLUSTER',
      'cpu',
      { ...clusterForTests, identity: identityOf(...asked) },
      { identity: found(...has) },
    );

  it('stay, before one that is assigned here', async () => {
    await shareWith(database.pool, given.teamId, id('b'));
    const computeId = await cluster(['a'], ['a', 'theirs']);
    const input = { computeId, identity: identityOf('b') };
    expect(await ask(assignComputeIdentity, deps, context(), input)).toMatchObject({ ok: true });
    expect(await askedFor(computeId)).toMatchObject({
      desired: { identity: identityOf('a', 'theirs', 'b') },
      input: { usesArmIds: [id('b')] },
    });
  });

  it('stay where another one is taken away, and can be taken away', async () => {
    const computeId = await cluster(['a'], ['a', 'theirs']);
    const input = { computeId, userAssignedIdentityIds: [id('a')] };
    expect(await ask(removeComputeIdentity, deps, context(), input)).toMatchObject({ ok: true });
    expect((await askedFor(computeId)).desired).toMatchObject({ identity: identityOf('theirs') });
    await database.pool.query(`UPDATE operation SET status = 'SUCCEEDED', due_at = NULL`);
    const theirs = { computeId, userAssignedIdentityIds: [id('theirs')] };
    expect(await ask(removeComputeIdentity, deps, context(), theirs)).toMatchObject({ ok: true });
  });
});
