import {
  identityAsked,
  identityFound,
  readRow,
  type ReadRow,
  type RowReader,
  type StoredRow,
} from '#libs/resources';
import {
  clusterDesiredSchema,
  clusterObservedSchema,
  type ClusterDesired,
  type ClusterObserved,
} from './compute-cluster.schema.js';

const noNodes = { idle: 0, running: 0, preparing: 0, unusable: 0, leaving: 0, preempted: 0 };
const noScale = { minNodeCount: 0, maxNodeCount: 0, nodeIdleTimeBeforeScaleDown: 'PT120S' };

const reader: RowReader<typeof clusterDesiredSchema, typeof clusterObservedSchema> = {
  desired: clusterDesiredSchema,
  observed: clusterObservedSchema,
  asked: (found, { location }) => ({
    location: found.location ?? location,
    description: found.description ?? null,
    vmSize: found.vmSize ?? '',
    vmPriority: found.vmPriority ?? 'DEDICATED',
    scale: found.scale ?? noScale,
    identity: identityAsked(found.identity),
    subnetId: found.subnetId ?? null,
    ssh: null,
    enableNodePublicIp: found.enableNodePublicIp ?? true,
    isolatedNetwork: found.isolatedNetwork ?? false,
  }),
  found: ({ ssh, identity, ...asked }) => ({
    ...asked,
    identity: identityFound(identity),
    ssh: ssh && { publicAccess: ssh.publicAccess, adminUsername: ssh.adminUsername },
    allocationState: 'UNKNOWN',
    allocationStateSince: null,
    currentNodeCount: 0,
    targetNodeCount: 0,
    nodeCounts: noNodes,
    tags: null,
  }),
};

/** A COMPUTE_CLUSTER as far as its row can be read. */
export const readClusterRow = (row: StoredRow): ReadRow<ClusterDesired, ClusterObserved> =>
  readRow(reader, row);
