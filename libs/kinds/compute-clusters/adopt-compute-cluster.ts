import { identityAsked } from '#libs/resources';
import type { ClusterDesired, ClusterObserved } from './compute-cluster.schema.js';

/**
 * What a cluster that was found in Azure would have been asked for as. Without SSH: ARM keeps the key to itself, and a
 * change sends back what ARM says of it.
 */
export const adoptCluster = (found: ClusterObserved): ClusterDesired => ({
  location: found.location,
  description: found.description,
  vmSize: found.vmSize,
  vmPriority: found.vmPriority,
  scale: found.scale,
  identity: identityAsked(found.identity),
  subnetId: found.subnetId,
  ssh: null,
  enableNodePublicIp: found.enableNodePublicIp,
  isolatedNetwork: found.isolatedNetwork,
});
