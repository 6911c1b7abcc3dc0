import type { Instances } from './arm/computes/compute-instance/instances.js';
import type { Computes } from './arm/computes/computes.js';
import type { ConnectedClusters } from './arm/connected-clusters/connected-clusters.js';
import type { Dependencies } from './arm/dependencies/dependencies.js';
import type { Extensions } from './arm/extensions/extensions.js';
import type { KubernetesComputes } from './arm/kubernetes-computes/kubernetes-computes.js';
import type { Locks } from './arm/locks/locks.js';
import type { Quotas } from './arm/quotas/quotas.js';
import type { ResourceGroups } from './arm/resource-groups/resource-groups.js';
import type { Registrations } from './arm/providers/registrations.js';
import type { Subscriptions } from './arm/subscriptions/subscriptions.js';
import type { TrainingResources } from './arm/training-resources/training-resources.js';
import type { Workspaces } from './arm/workspaces/workspaces.js';
import type { SimulatedClock } from './clock/simulated-clock.js';
import type { Directory } from './directory/directory.js';
import type { PodProblems } from './kubernetes/pod-problems.js';
import type { Ledger } from './ledger/ledger.js';
import type { Operations } from './long-running-operations/operations.js';
import type { Faults } from './scenarios/faults.js';
import type { RequestFaults } from './scenarios/fault-requests.js';
import type { HeldRequests } from './scenarios/hold-requests.js';
import type { Store } from './store/store.js';
import type { Throttle } from './throttling/throttle.js';
import type { Timeline } from './timeline/timeline.js';

/** All there is behind the routes. */
export interface Simulation {
  store: Store;
  clock: SimulatedClock;
  timeline: Timeline;
  operations: Operations;
  faults: Faults;
  requestFaults: RequestFaults;
  heldRequests: HeldRequests;
  throttle: Throttle;
  ledger: Ledger;
  subscriptions: Subscriptions;
  registrations: Registrations;
  locks: Locks;
  directory: Directory;
  quotas: Quotas;
  groups: ResourceGroups;
  workspaces: Workspaces;
  dependencies: Dependencies;
  /** Whatever a workspace names stands, as far as the workspace goes. */
  assumesDependencies: boolean;
  computes: Computes;
  instances: Instances;
  connectedClusters: ConnectedClusters;
  extensions: Extensions;
  trainingResources: TrainingResources;
  kubernetesComputes: KubernetesComputes;
  podProblems: PodProblems;
  /** PEM of the CA that signed the server's certificate. */
  caCertificate: string;
}
