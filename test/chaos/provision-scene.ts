import { ClusterSweep, kinds, provisionKubernetesCompute } from '#libs/operations';
import { contextForTests, givenWorkspace } from '../support/engine.js';
import type { ProcessSystem } from '../support/process-system.js';
import { Hold, type HoldPoint, type Side } from './hold-points.js';

/** A cluster for one operation to provision, in a team, a group and a workspace that no other operation has. */
export interface ProvisionScene {
  hold: Hold;
  teamId: string;
  workspaceId: string;
  workspaceArmId: string;
  clusterArmId: string;
}

const sides: readonly Side[] = ['before', 'after'];

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
