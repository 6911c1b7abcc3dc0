import { armIdKey } from '#libs/kernel';
import type { ArmErrorBody } from '../arm-error.js';
import { connectivityOf } from '../connected-clusters/connected-cluster-record.js';
import type { ConnectedClusters } from '../connected-clusters/connected-clusters.js';
import { isAzureMl, type Extensions } from '../extensions/extensions.js';

/**
 * Attaching needs the cluster connected and the AzureML extension installed; the namespace is not looked at
 * (docs/azure-facts.md#attached-kubernetes-clusters).
 */
export function checkAttachable(
  clusters: ConnectedClusters,
  extensions: Extensions,
  clusterId: string,
  atMs: number,
): ArmErrorBody | undefined {
  const cluster = clusters.findById(clusterId);
  if (!cluster || connectivityOf(cluster, atMs) !== 'Connected')
    return {
      code: 'InternalServerError',
      message: `Failed to reach the cluster '${clusterId}'. Check that it is connected.`,
    };
  const installed = extensions
    .inCluster(armIdKey(clusterId))
    .some((one) => isAzureMl(one.extensionType) && one.provisioningState === 'Succeeded');
  if (installed) return undefined;
  return {
    code: 'BadRequest',
    message: `The AzureML extension is not installed in the cluster '${clusterId}'. Install Microsoft.AzureML.Kubernetes before you attach the cluster.`,
  };
}
