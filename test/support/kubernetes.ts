import { FakeArm } from './fake-arm.js';
import type { Pool } from 'pg';
import { kinds } from '#libs/kinds';
import { ConnectedClusterSweep } from '#libs/kinds/connected-clusters';
import type { StepPorts, SubmitDeps } from '#libs/operations';
import { desiredFromObserved, observeExtension } from '#libs/kinds/arc-extensions';
import { engineForTests, givenWorkspace, letTimePass, storyOf } from './engine.js';
import type { FakeKubernetesArm } from './fake-kubernetes-arm.js';
import { lookAtAll } from './look.js';

export interface GivenCluster {
  teamId: string;
  workspaceId: string;
  workspaceArmId: string;
  clusterArmId: string;
}

export const submitForTests = (pool: Pool): SubmitDeps => ({
  pool,
  kinds,
  requiredCostTags: [],
  arm: new FakeArm(),
});

/** A team with a workspace and a connected cluster of three nodes in the same group, as the sweep finds it. */
export async function givenConnectedCluster(
  pool: Pool,
  arm: FakeKubernetesArm,
  properties: object = {},
): Promise<GivenCluster> {
  const { teamId, workspaceId, armId } = await givenWorkspace(pool);
  const group = armId.split('/providers/')[0] ?? '';
  const clusterArmId = `${group}/providers/Microsoft.Kubernetes/connectedClusters/arc`;
  arm.connect(clusterArmId, properties);
  await new ConnectedClusterSweep({ pool, arm }).run(new AbortController().signal);
  return { teamId, workspaceId, workspaceArmId: armId, clusterArmId };
}

/** Plays the operation to its end: ARM ends what it has, watches are looked at, waits are over at once. */
export async function playToEnd(
  pool: Pool,
  arm: FakeKubernetesArm,
  operationId: string,
  ports?: StepPorts,
) {
  const engine = engineForTests(pool, arm, { kinds, ...(ports && { ports }) });
  for (let round = 0; round < 60; round += 1) {
    await engine.advance(operationId);
    const story = await storyOf(pool, operationId);
    if (['SUCCEEDED', 'FAILED', 'CANCELED'].includes(story.status)) return story;
    arm.endAll();
    await lookAtAll(pool, arm);
    await letTimePass(pool, operationId);
  }
  throw new Error(`it does not end: ${JSON.stringify(await storyOf(pool, operationId))}`);
}

/** A connected cluster with its extension, attached to the workspace, as rows of a team; ids are global, as clients see them. */
export async function givenKubernetes(pool: Pool, groupId: string, workspaceId: string) {
  const group = rowOf(groupId);
  const prefix = `/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg/providers`;
  const clusterArmId = `${prefix}/Microsoft.Kubernetes/connectedClusters/one`;
  const cluster = await insertRow(pool, 'CONNECTED_CLUSTER', group, clusterArmId, {});
  const extensionArmId = `${clusterArmId}/providers/Microsoft.KubernetesConfiguration/extensions/ml`;
  const asked = desiredFromObserved(observeExtension({}));
  const extension = await insertRow(pool, 'ARC_EXTENSION', cluster, extensionArmId, asked);
  const computeArmId = `${prefix}/Microsoft.MachineLearningServices/workspaces/w/computes/arc-one`;
  const compute = await insertRow(pool, 'KUBERNETES_COMPUTE', rowOf(workspaceId), computeArmId, {
    clusterId: cluster,
    clusterArmId,
    description: null,
    namespace: 'default',
    identity: { type: 'NONE' },
    defaultInstanceType: null,
    instanceTypes: [],
    kubeconfigReference: null,
  });
  const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64url');
  return {
    connectedClusterId: globalId('ConnectedCluster', cluster),
    extensionId: globalId('ArcExtension', extension),
    attachmentId: globalId('KubernetesCompute', compute),
  };
}

const rowOf = (globalId: string): string =>
  Buffer.from(globalId, 'base64url').toString().split(':')[1] ?? '';

async function insertRow(
  pool: Pool,
  ...[kind, parentId, armId, desired]: [string, string, string, object]
): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
       provisioning_state, raw_provisioning_state, desired, observed)
     SELECT $1::text, team_id, id, $2, $3, lower($3), subscription_id, location, 'SUCCEEDED', 'Succeeded',
       $4, '{}' FROM resource WHERE id = $5 RETURNING id`,
    [kind, armId.split('/').at(-1), armId, JSON.stringify(desired), parentId],
  );
  return String(rows[0]?.id);
}
