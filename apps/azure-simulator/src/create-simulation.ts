import type { Clock } from '#libs/kernel';
import { Instances } from './arm/computes/compute-instance/instances.js';
import { Computes } from './arm/computes/computes.js';
import { ConnectedClusters } from './arm/connected-clusters/connected-clusters.js';
import { Dependencies } from './arm/dependencies/dependencies.js';
import { dependencyType } from './arm/dependencies/dependency-types.js';
import { Extensions } from './arm/extensions/extensions.js';
import { checkAttachable } from './arm/kubernetes-computes/check-attachable.js';
import { KubernetesComputes } from './arm/kubernetes-computes/kubernetes-computes.js';
import { Locks } from './arm/locks/locks.js';
import { Registrations } from './arm/providers/registrations.js';
import { Quotas } from './arm/quotas/quotas.js';
import { ResourceGroups } from './arm/resource-groups/resource-groups.js';
import { Subscriptions } from './arm/subscriptions/subscriptions.js';
import { TrainingResources } from './arm/training-resources/training-resources.js';
import { Workspaces } from './arm/workspaces/workspaces.js';
import { SimulatedClock, type ClockAnchor } from './clock/simulated-clock.js';
import { Directory } from './directory/directory.js';
import { PodProblems } from './kubernetes/pod-problems.js';
import { Ledger } from './ledger/ledger.js';
import { Operations } from './long-running-operations/operations.js';
import { RequestFaults } from './scenarios/fault-requests.js';
import type { ArmedFault } from './scenarios/fault.schema.js';
import { Faults } from './scenarios/faults.js';
import { HeldRequests } from './scenarios/hold-requests.js';
import type { Simulation } from './simulation.js';
import { Store } from './store/store.js';
import { Throttle, type ThrottleLimits } from './throttling/throttle.js';
import { Timeline } from './timeline/timeline.js';

export interface SimulationOptions {
  journalPath: string;
  clock: Clock;
  caCertificate: string;
  /** Their ids; others are refused until the control route adds them. */
  subscriptions: readonly string[];
  clockRate?: number | undefined;
  throttling?: ThrottleLimits | 'off' | undefined;
  assumesDependencies?: boolean | undefined;
}

/** The simulated Azure as the journal left it. */
export function createSimulation(options: SimulationOptions): Simulation {
  const store = new Store(options.journalPath);
  const clock = new SimulatedClock(
    options.clock,
    store.collection<ClockAnchor>('clock'),
    options.clockRate,
  );
  const timeline = new Timeline();
  const operations = new Operations(store, clock);
  const faults = new Faults(store.collection<ArmedFault>('faults'));
  const ledger = new Ledger(store, clock);
  const monotonicMs = (): number => clock.realMonotonicMs();
  const locks = new Locks(store);
  const quotas = new Quotas(store);
  const computes = new Computes(store, timeline, { operations, faults, locks, quotas });
  const instances = new Instances(store, timeline, { operations, faults, quotas });
  const removeInWorkspace = (key: string): void => {
    computes.removeInWorkspace(key);
    instances.removeInWorkspace(key);
    kubernetesComputes.removeInWorkspace(key);
    locks.removeInside(key);
  };
  const workspaces = new Workspaces(store, timeline, operations, removeInWorkspace);
  const connectedClusters = new ConnectedClusters(store, timeline, operations, (key) => {
    extensions.removeInCluster(key);
    locks.removeInside(key);
  });
  const trainingResources = new TrainingResources(store);
  const extensions = new Extensions(store, timeline, {
    operations,
    trainingResources,
    findCluster: (id) => connectedClusters.findById(id),
  });
  const kubernetesComputes = new KubernetesComputes(store, timeline, operations, (id, atMs) =>
    checkAttachable(connectedClusters, extensions, id, atMs),
  );
  const dependencies = new Dependencies(
    store,
    timeline,
    operations,
    (type) => dependencyType(type).keepsDeleted,
    (key) => locks.removeInside(key),
  );
  const groups = new ResourceGroups(store, timeline, operations, (groupKey, atMs) => {
    for (const { id } of workspaces.inGroup(groupKey)) removeInWorkspace(id.toLowerCase());
    workspaces.removeInGroup(groupKey);
    connectedClusters.removeInGroup(groupKey);
    dependencies.removeInGroup(groupKey, atMs);
    locks.removeInside(groupKey);
  });
  return {
    store,
    clock,
    timeline,
    operations,
    faults,
    requestFaults: new RequestFaults(faults, ledger, monotonicMs),
    heldRequests: new HeldRequests(faults),
    throttle: new Throttle(monotonicMs, ledger, options.throttling),
    ledger,
    subscriptions: new Subscriptions(store, options.subscriptions),
    registrations: new Registrations(store),
    locks,
    directory: new Directory(store),
    quotas,
    groups,
    workspaces,
    dependencies,
    assumesDependencies: options.assumesDependencies ?? false,
    computes,
    instances,
    connectedClusters,
    extensions,
    trainingResources,
    kubernetesComputes,
    podProblems: new PodProblems(store),
    caCertificate: options.caCertificate,
  };
}
