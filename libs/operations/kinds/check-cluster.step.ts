import { parentArmId, type ArmId, type ProvisioningError } from '#libs/kernel';
import { observeConnectedCluster } from '#libs/resources';
import type { StepContext, StepDefinition, StepOutcome } from '../step.js';

/** "check cluster": it is there and its heart beats, so that nothing waits 48 hours for an agent that is gone. */
export const checkCluster = (clusterOf: (context: StepContext) => ArmId): StepDefinition => ({
  name: 'check cluster',
  writes: false,
  async run(context): Promise<StepOutcome> {
    const error = await whyUnreachable(context, clusterOf(context));
    return error ? { outcome: 'failed', error } : { outcome: 'done' };
  },
});

/** The cluster that an extension is installed on. */
export const clusterOfExtension = ({ resource }: StepContext): ArmId => parentArmId(resource.armId);

/** Why nothing that is asked of the cluster would be done; undefined where it is connected. AKS is in Azure and has no heartbeat. */
export async function whyUnreachable(
  { arm, signal }: StepContext,
  clusterArmId: ArmId,
): Promise<ProvisioningError | undefined> {
  if (!isArc(clusterArmId)) return undefined;
  const body = await arm.get(clusterArmId, { signal });
  if (!body) return noCluster(clusterArmId);
  const { connectivityStatus, lastConnectivityTime } = observeConnectedCluster(body);
  return connectivityStatus === 'CONNECTED'
    ? undefined
    : notConnected(clusterArmId, connectivityStatus, lastConnectivityTime);
}

export const isArc = (id: ArmId): boolean => /\/connectedClusters\/[^/]+$/i.test(id);

const noCluster = (armId: ArmId): ProvisioningError => ({
  code: 'CLUSTER_NOT_FOUND',
  message: 'Azure has no such connected cluster any more.',
  retry: 'LATER',
  remedy: 'Connect it to Azure Arc again, then retry the operation.',
  target: armId,
});

const expiredRemedy =
  'Its identity certificate ran out: delete the connected cluster in Azure and connect it anew, then retry the operation.';
const offlineRemedy =
  'See that the cluster runs, that its azure-arc pods do and that they reach Azure, then retry the operation. Azure keeps what it was asked for up to 48 hours.';

/** Connected means a heartbeat in the last 15 minutes (arm-facts, Arc connected clusters). */
const notConnected = (
  armId: ArmId,
  status: string,
  lastHeartbeat: string | null,
): ProvisioningError => ({
  code: 'CLUSTER_NOT_CONNECTED',
  message: `The cluster is ${status}: its last heartbeat was ${lastHeartbeat ?? 'never heard'}.`,
  retry: 'LATER',
  remedy: status === 'EXPIRED' ? expiredRemedy : offlineRemedy,
  target: armId,
});
