import type { ArmErrorBody } from '../../arm-error.js';

/** `allocating` nodes are not handed over yet and in nobody's count; the others are ARM's words. */
export type NodeState =
  'allocating' | 'preparing' | 'idle' | 'running' | 'leaving' | 'preempted' | 'unusable';

export interface ClusterNode {
  id: string;
  /** Counts up; gives port and address. */
  number: number;
  state: NodeState;
  sinceMs: number;
  /** When the state ends by itself. */
  untilMs?: number;
  runId?: string;
}

/** Work that wants a node for itself. */
export interface PendingRun {
  runId: string;
  seconds: number;
}

export interface ClusterState {
  nodes: readonly ClusterNode[];
  nextNodeNumber: number;
  pendingRuns: readonly PendingRun[];
  /** What the cluster is to have, in nodes. */
  targetNodeCount: number;
  allocationState: 'Steady' | 'Resizing';
  allocationStateTransitionMs: number;
  /** Why nodes do not come. */
  errors: readonly ArmErrorBody[];
  /** When a cluster that lacks nodes, or is held by a lock, looks again. */
  retryAtMs?: number;
}

export const newClusterState = (nowMs: number): ClusterState => ({
  nodes: [],
  nextNodeNumber: 1,
  pendingRuns: [],
  targetNodeCount: 0,
  allocationState: 'Steady',
  allocationStateTransitionMs: nowMs,
  errors: [],
});

const holdsCores = (node: ClusterNode): boolean => node.state !== 'preempted';

/** Nodes whose cores count against quota. */
export const chargedNodes = (state: ClusterState): number => state.nodes.filter(holdsCores).length;
