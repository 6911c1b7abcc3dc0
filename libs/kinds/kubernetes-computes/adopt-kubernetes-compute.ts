import { identityAsked } from '#libs/resources';
import type { FoundCluster } from '../connected-clusters/found-cluster.js';
import type { KubernetesDesired, KubernetesObserved } from './kubernetes-compute.schema.js';

/** What an attachment that was found in Azure would have been asked for as; undefined where its cluster has no row here. */
export const adoptKubernetes = (
  found: KubernetesObserved,
  cluster: FoundCluster | undefined,
): KubernetesDesired | undefined =>
  cluster && {
    clusterId: cluster.id,
    clusterArmId: cluster.armId,
    description: found.description,
    namespace: found.namespace,
    identity: identityAsked(found.identity),
    defaultInstanceType: found.defaultInstanceType,
    instanceTypes: found.instanceTypes,
    kubeconfigReference: null,
  };
