import type { Resource } from '#libs/resources';
import type { Diagnostic } from '#libs/diagnosis';
import type { ConnectedClusterObserved } from './connected-cluster.schema.js';
import { whyNotConnected } from './connected-cluster.rules.js';

/** What keeps jobs from a cluster whose agents do not reach Azure; empty where they do. */
export function diagnoseConnection({
  observed: found,
  observedAt,
  provisioningErrors: reported,
}: Pick<Resource, 'observed' | 'observedAt' | 'provisioningErrors'>): Diagnostic[] {
  const observed = found as ConnectedClusterObserved | null;
  const why = observed && whyNotConnected(observed, reported);
  if (!observedAt || !why) return [];
  const { connectivityStatus, lastConnectivityTime } = observed;
  return [
    {
      code: 'CLUSTER_NOT_CONNECTED',
      ...why,
      evidence: {
        connectivityStatus,
        lastConnectivityTime,
        agentErrors: reported.map(({ code, message }) => ({
          code,
          message,
        })),
      },
      observedAt,
    },
  ];
}
