import type { Simulation } from '../simulation.js';

/** Empties the subscriptions but for their being there, forgets those that were added, and empties the directory, the ledger and the faults. Time, tokens and certificates stay. */
export function reset(simulation: Simulation): void {
  simulation.timeline.clear();
  simulation.computes.clear();
  simulation.instances.clear();
  simulation.workspaces.clear();
  simulation.dependencies.clear();
  simulation.podProblems.clear();
  simulation.kubernetesComputes.clear();
  simulation.extensions.clear();
  simulation.trainingResources.clear();
  simulation.connectedClusters.clear();
  simulation.groups.clear();
  simulation.directory.clear();
  simulation.subscriptions.clear();
  simulation.registrations.clear();
  simulation.locks.clear();
  simulation.quotas.clear();
  simulation.operations.clear();
  simulation.faults.disarm();
  simulation.requestFaults.clear();
  simulation.heldRequests.release();
  simulation.ledger.clear();
}
