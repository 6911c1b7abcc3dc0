import type { ConnectedClusterObserved } from '#libs/kinds/connected-clusters';
import type { ResourceRow } from '../../reads/rows.js';
import type { PresentedParent } from '../presented-parent.js';

/** A connected cluster as clients see it, beside what every resource has. */
export function present({ observed: found }: ResourceRow, parent: PresentedParent) {
  const observed = (found ?? null) as ConnectedClusterObserved | null;
  return {
    connectivityStatus: observed?.connectivityStatus ?? 'UNKNOWN',
    rawConnectivityStatus: observed?.rawConnectivityStatus ?? '',
    lastHeartbeatAt: observed?.lastConnectivityTime ?? null,
    kubernetesVersion: observed?.kubernetesVersion ?? null,
    nodeCount: observed?.totalNodeCount ?? null,
    coreCount: observed?.totalCoreCount ?? null,
    agentVersion: observed?.agentVersion ?? null,
    distribution: observed?.distribution ?? null,
    resourceGroup: parent,
  };
}
