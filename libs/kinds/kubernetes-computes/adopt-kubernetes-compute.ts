import { adoptedSettings } from '#libs/resources';
import type { FoundCluster } from '../connected-clusters/found-cluster.js';
import type { KubernetesDesired } from './kubernetes-compute.schema.js';
import { kubernetesSettings } from './kubernetes-compute.settings.js';

/** What an attachment that was found in Azure would have been asked for as; undefined where its cluster has no row here. */
export const adoptKubernetes = (
  found: object,
  cluster: FoundCluster | undefined,
): KubernetesDesired | undefined =>
  cluster && {
    ...adoptedSettings(kubernetesSettings, found),
    clusterId: cluster.id,
    clusterArmId: cluster.armId,
  };
