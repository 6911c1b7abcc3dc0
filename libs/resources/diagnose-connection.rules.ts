import type { ConnectedClusterObserved } from './connected-cluster.observe.js';
import type { Diagnostic } from './diagnostic.js';
import type { Resource } from './resource.js';

/** What keeps jobs from a cluster whose agents do not reach Azure; empty where they do. */
export function diagnoseConnection({
  observed: found,
  observedAt,
}: Pick<Resource, 'observed' | 'observedAt'>): Diagnostic[] {
  const observed = found as ConnectedClusterObserved | null;
  if (!observed || !observedAt || observed.connectivityStatus === 'CONNECTED') return [];
  const { connectivityStatus, lastConnectivityTime } = observed;
  return [
    {
      code: 'CLUSTER_NOT_CONNECTED',
      message: `The cluster is ${connectivityStatus}: its last heartbeat was ${lastConnectivityTime ?? 'never heard'}.`,
      remedy:
        connectivityStatus === 'EXPIRED'
          ? 'Its certificate ran out: delete the connected cluster in Azure and connect it anew.'
          : 'See that the cluster runs, that its azure-arc pods do and that they reach Azure.',
      evidence: { connectivityStatus, lastConnectivityTime },
      observedAt,
    },
  ];
}
