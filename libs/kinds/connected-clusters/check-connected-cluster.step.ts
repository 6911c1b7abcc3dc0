import { mapAgentErrors } from '#libs/arm-errors';
import { parentArmId, type ArmId, type ProvisioningError } from '#libs/kernel';
import type { StepContext, StepDefinition, StepOutcome } from '#libs/operations';
import { observeConnectedCluster } from './connected-cluster.observe.js';
import { whyNotConnected } from './connected-cluster.rules.js';

/** "check cluster": it is there and its heart beats, so that nothing waits 48 hours for an agent that is gone. */
export const checkConnectedCluster = (
  clusterOf: (context: StepContext) => ArmId,
): StepDefinition => ({
  name: 'check cluster',
  writes: false,
  async run(context): Promise<StepOutcome> {
    const error = await whyUnreachable(context, clusterOf(context));
    return error ? { outcome: 'failed', error } : { outcome: 'done' };
  },
});

/** The cluster that an extension is installed on. */
export const connectedClusterOfExtension = ({ resource }: StepContext): ArmId =>
  parentArmId(resource.armId);

/** Why nothing that is asked of the cluster would be done; undefined where it is connected, or an AKS cluster that runs. */
export async function whyUnreachable(
  { arm, signal }: StepContext,
  clusterArmId: ArmId,
): Promise<ProvisioningError | undefined> {
  const body = await arm.get(clusterArmId, { signal });
  if (!body) return noCluster(clusterArmId);
  const reported = mapAgentErrors(body);
  const why = whyNotConnected(observeConnectedCluster(body), reported);
  return (
    why && {
      ...notConnected(clusterArmId, why),
      ...(reported.length > 0 && { details: reported }),
    }
  );
}

const noCluster = (armId: ArmId): ProvisioningError => ({
  code: 'CLUSTER_NOT_FOUND',
  message: 'Azure has no such cluster any more.',
  retry: 'LATER',
  remedy: 'Connect it to Azure Arc again, then retry the operation.',
  target: armId,
});

/** Connected means a heartbeat in the last 15 minutes (docs/azure-facts.md#arc-connected-clusters). */
const notConnected = (
  armId: ArmId,
  { message, remedy }: { message: string; remedy: string },
): ProvisioningError => ({
  code: 'CLUSTER_NOT_CONNECTED',
  message,
  retry: 'LATER',
  remedy: `${remedy} Then retry the operation. Azure keeps what it was asked for up to 48 hours.`,
  target: armId,
});
