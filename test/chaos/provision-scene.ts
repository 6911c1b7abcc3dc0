import { ClusterSweep, kinds, provisionKubernetesCompute } from '#libs/operations';
import { contextForTests, givenWorkspace } from '../support/engine.js';
import type { ProcessSystem } from '../support/process-system.js';
import { Hold, sides, type HoldPoint, type Side } from './hold-points.js';

const extension = '/extensions/azureml';
const compute = '/computes/arc-one';

/** What it asks of Azure until it has asked about the attachment; in order, each step's calls under the step's name. */
export const azurePoints: readonly HoldPoint[] = [
  { step: 'check cluster', method: 'GET', pathEnd: '/connectedClusters/arc' },
  { step: 'put extension, the look', method: 'GET', pathEnd: extension },
  { step: 'put extension', method: 'PUT', pathEnd: extension },
  { step: 'await extension', method: 'GET', pathEnd: extension, skip: 2 },
  { step: 'await extension, heartbeat', method: 'GET', pathEnd: '/connectedClusters/arc', skip: 1 },
  { step: 'check attachments', method: 'GET', pathEnd: '/computes' },
  { step: 'check name', method: 'GET', pathEnd: compute },
  { step: 'put compute', method: 'PUT', pathEnd: compute },
  { step: 'await compute', method: 'GET', pathEnd: compute, skip: 1 },
  { step: 'verify compute', method: 'GET', pathEnd: compute, skip: 2 },
];

/** What it asks of the cluster itself. */
export const podsPoint: HoldPoint = {
  step: 'verify pods',
  method: 'GET',
  pathEnd: '/connectedClusters/arc/api/v1/namespaces/azureml/pods',
};

/** A cluster for one operation to provision, in a team, a group and a workspace that no other operation has. */
export interface ProvisionScene {
  hold: Hold;
  teamId: string;
  workspaceId: string;
  workspaceArmId: string;
  clusterArmId: string;
}

/** Two scenes for each point: to be held before the request and after it. */
export async function prepareScenes(
  system: ProcessSystem,
  points: readonly HoldPoint[],
): Promise<ProvisionScene[]> {
  const planned = points.flatMap((point) => sides.map((side) => prepare(system, point, side)));
  const scenes = await Promise.all(planned);
  const { pool } = system.database;
  await new ClusterSweep({ pool, arm: system.arm }).run(new AbortController().signal);
  return scenes;
}

async function prepare(
  system: ProcessSystem,
  point: HoldPoint,
  side: Side,
): Promise<ProvisionScene> {
  const { teamId, workspaceId, armId } = await givenWorkspace(system.database.pool, 'ws-kill');
  const groupArmId = armId.split('/providers/')[0] ?? '';
  await system.arm.put(groupArmId, { location: 'eastus' });
  await system.arm.put(armId, { location: 'eastus', properties: {} });
  const clusterArmId = `${groupArmId}/providers/Microsoft.Kubernetes/connectedClusters/arc`;
  const cluster = { clusterId: clusterArmId };
  await system.control('connected-clusters', { action: 'connect', ...cluster });
  const kubeconfig = await system.control('kubernetes', { action: 'kubeconfig', ...cluster });
  await system.giveSecret(teamId, 'kubeconfig', JSON.stringify(kubeconfig));
  const hold = new Hold(system, groupArmId.split('/').at(-1) ?? '', point, side);
  return { hold, teamId, workspaceId, workspaceArmId: armId, clusterArmId };
}

/** Asks for all that the scene is for; answers the operation's id. */
export async function askToProvision(
  { database }: ProcessSystem,
  { teamId, workspaceId, clusterArmId }: ProvisionScene,
): Promise<string> {
  const asked = await provisionKubernetesCompute(
    { pool: database.pool, kinds, requiredCostTags: [] },
    contextForTests('OPERATOR', teamId),
    {
      ...{ workspaceId, name: 'arc-one', clusterArmId, kubeconfigReference: 'file:kubeconfig' },
      extension: { settings: { enableTraining: true } },
    },
  );
  if (!asked.ok) throw new Error(JSON.stringify(asked.error));
  return asked.value.operationId;
}
