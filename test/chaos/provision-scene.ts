import { ask } from '../support/ask.js';
import { FakeArm } from '../support/fake-arm.js';
import { provisionKubernetesCompute } from '#libs/kinds/kubernetes-computes';
import { kinds } from '#libs/kinds';
import {
  givenClusterInAzure,
  sweepClusters,
  type ClusterInAzure,
} from '../support/cluster-in-azure.js';
import { contextForTests } from '../support/engine.js';
import type { ProcessSystem } from '../support/process-system.js';
import { inParallel } from './in-parallel.js';
import { Hold, sides, type HoldPoint, type Side } from './hold-points.js';

const extension = '/extensions/azureml';
const compute = '/computes/arc-one';

/** What it asks of Azure until the extension is there; in order, each step's calls under the step's name. */
export const installPoints: readonly HoldPoint[] = [
  { step: 'check cluster', method: 'GET', pathEnd: '/connectedClusters/arc' },
  { step: 'put extension, the look', method: 'GET', pathEnd: extension },
  { step: 'put extension', method: 'PUT', pathEnd: extension },
  { step: 'await extension', method: 'GET', pathEnd: extension, skip: 2 },
  { step: 'await extension, heartbeat', method: 'GET', pathEnd: '/connectedClusters/arc', skip: 1 },
];

/** What it asks from then on, at the end of the cluster itself. */
export const attachPoints: readonly HoldPoint[] = [
  { step: 'check attachments', method: 'GET', pathEnd: '/computes' },
  { step: 'check name', method: 'GET', pathEnd: compute },
  { step: 'put compute, the look', method: 'GET', pathEnd: compute, skip: 1 },
  { step: 'put compute', method: 'PUT', pathEnd: compute },
  { step: 'await compute', method: 'GET', pathEnd: compute, skip: 2 },
  { step: 'verify compute', method: 'GET', pathEnd: compute, skip: 3 },
  {
    step: 'verify pods',
    method: 'GET',
    pathEnd: '/connectedClusters/arc/api/v1/namespaces/azureml/pods',
  },
];

/** A request of the operation's, and the side on which it is to be held. */
export interface ProvisionPlan {
  point: HoldPoint;
  side: Side;
}

/** For every request two plans: to hold it before and after. */
export const planProvisions = (points: readonly HoldPoint[]): ProvisionPlan[] =>
  points.flatMap((point) => sides.map((side) => ({ point, side })));

/** A cluster for one operation to provision, and the request at which its worker dies. */
export interface ProvisionScene extends ClusterInAzure {
  hold: Hold;
}

/** A scene for each plan, in their order. */
export async function prepareScenes(
  system: ProcessSystem,
  plans: readonly ProvisionPlan[],
): Promise<ProvisionScene[]> {
  const scenes = await inParallel(plans, (plan) => prepare(system, plan));
  await sweepClusters(system);
  await keepFromSweep(
    system,
    scenes.map(({ workspaceId }) => workspaceId),
  );
  return scenes;
}

/** Who lists their computes is then the operation alone: to the sweep it looks as if another worker had them. */
const keepFromSweep = ({ database }: ProcessSystem, workspaceIds: string[]): Promise<unknown> =>
  database.pool.query(
    `INSERT INTO workspace_look (workspace_id, look_at, held_until)
     SELECT unnest($1::uuid[]), now(), now() + interval '1 hour'`,
    [workspaceIds],
  );

async function prepare(
  system: ProcessSystem,
  { point, side }: ProvisionPlan,
): Promise<ProvisionScene> {
  const cluster = await givenClusterInAzure(system);
  const { teamId, groupName, clusterArmId: clusterId } = cluster;
  const kubeconfig = await system.control('kubernetes', { action: 'kubeconfig', clusterId });
  await system.giveSecret(teamId, 'kubeconfig', JSON.stringify(kubeconfig));
  return { ...cluster, hold: new Hold(system, groupName, point, side) };
}

/** Asks for all that the scene is for; answers the operation's id. */
export async function askToProvision(
  { database }: ProcessSystem,
  { teamId, workspaceId, clusterArmId }: ProvisionScene,
): Promise<string> {
  const asked = await ask(
    provisionKubernetesCompute,
    { pool: database.pool, kinds, requiredCostTags: [], arm: new FakeArm() },
    contextForTests('OPERATOR', teamId),
    {
      workspaceId,
      name: 'arc-one',
      clusterArmId,
      kubeconfigReference: 'file:kubeconfig',
      extension: { settings: { enableTraining: true } },
    },
  );
  if (!asked.ok) throw new Error(JSON.stringify(asked.error));
  return asked.value.operationId;
}
