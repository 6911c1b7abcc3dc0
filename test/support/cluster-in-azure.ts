import { ConnectedClusterSweep } from '#libs/kinds/connected-clusters';
import type { ArmPort } from '#libs/operations';
import type { TestDatabase } from './database.js';
import { givenWorkspace, subscriptionForTests } from './engine.js';

/** What a simulated Azure is prepared through. */
export interface AzureForTests {
  database: TestDatabase;
  arm: ArmPort;
  control(route: string, body?: object): Promise<unknown>;
}

export interface ClusterInAzure {
  teamId: string;
  groupName: string;
  workspaceId: string;
  workspaceArmId: string;
  clusterArmId: string;
}

/** A connected cluster in a team, a group and a workspace that hold nothing else, in Azure and as rows; no sweep has seen it yet. */
export async function givenClusterInAzure({
  database,
  arm,
  control,
}: AzureForTests): Promise<ClusterInAzure> {
  const makeInAzure = async (group: string, workspace: string): Promise<void> => {
    await control('subscriptions', { subscriptionId: subscriptionForTests });
    await arm.put(group, { location: 'eastus' });
    await arm.put(workspace, { location: 'eastus', properties: {} });
  };
  const { teamId, workspaceId, armId } = await givenWorkspace(database.pool, 'ws-k8s', makeInAzure);
  const groupArmId = armId.split('/providers/')[0] ?? '';
  const clusterArmId = `${groupArmId}/providers/Microsoft.Kubernetes/connectedClusters/arc`;
  await control('connected-clusters', { action: 'connect', clusterId: clusterArmId });
  const groupName = groupArmId.split('/').at(-1) ?? '';
  return { teamId, groupName, workspaceId, workspaceArmId: armId, clusterArmId };
}

/** Brings every connected cluster into rows. */
export const sweepClusters = ({ database, arm }: AzureForTests): Promise<void> =>
  new ConnectedClusterSweep({ pool: database.pool, arm }).run(new AbortController().signal);
