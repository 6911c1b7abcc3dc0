import type { ConnectedClusterObserved } from '#libs/kinds/connected-clusters';
import { presentedWith } from '../presented-resource.js';

/** A connected cluster as clients see it: nothing of it can be set. */
export class Presented extends presentedWith<{}, ConnectedClusterObserved>({}) {
  get connectivityStatus() {
    return this.observed?.connectivityStatus ?? 'UNKNOWN';
  }
  get rawConnectivityStatus() {
    return this.observed?.rawConnectivityStatus ?? '';
  }
  get lastHeartbeatAt() {
    return this.observed?.lastConnectivityTime ?? null;
  }
  get kubernetesVersion() {
    return this.observed?.kubernetesVersion ?? null;
  }
  get nodeCount() {
    return this.observed?.totalNodeCount ?? null;
  }
  get coreCount() {
    return this.observed?.totalCoreCount ?? null;
  }
  get agentVersion() {
    return this.observed?.agentVersion ?? null;
  }
  get distribution() {
    return this.observed?.distribution ?? null;
  }
  get resourceGroup() {
    return this.parent;
  }
}
