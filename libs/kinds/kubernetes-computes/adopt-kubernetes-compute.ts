import { adoptedSettings } from '#libs/resources';
import type { FoundConnectedCluster } from '../connected-clusters/found-connected-cluster.js';
import type { KubernetesDesired } from './kubernetes-compute.schema.js';
import { kubernetesSettings } from './kubernetes-compute.settings.js';

/** What an attachment that was found in Azure would have been asked for as; undefined where its cluster has no row here. */
export const adoptKubernetes = (
  found: object,
  cluster: FoundConnectedCluster | undefined,
): KubernetesDesired | undefined =>
  cluster && {
    ...adoptedSettings(kubernetesSettings, found),
    clusterId: cluster.id,
    clusterArmId: cluster.armId,
  };
