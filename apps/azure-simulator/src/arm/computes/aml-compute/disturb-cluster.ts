import { randomUUID } from 'node:crypto';
import { durations } from '../../../durations.js';
import type { ClusterNode, ClusterState } from './cluster-state.js';

const canBePreempted = ({ state }: ClusterNode): boolean =>
  state === 'idle' || state === 'running' || state === 'preparing';

/** Azure takes back `count` low-priority nodes; what ran on them waits for a node again. */
export function preemptNodes(state: ClusterState, count: number, nowMs: number): ClusterState {
  const taken = state.nodes.filter(canBePreempted).slice(0, count);
  const untilMs = nowMs + durations.nodePreemptedStays * 1000;
  const requeued = taken.flatMap((node) =>
    node.runId === undefined
      ? []
      : [{ runId: node.runId, seconds: ((node.untilMs ?? nowMs) - node.sinceMs) / 1000 }],
  );
  const nodes = state.nodes.map((node): ClusterNode => {
    if (!taken.includes(node)) return node;
    const { runId: _run, ...bare } = node;
    return { ...bare, state: 'preempted', sinceMs: nowMs, untilMs };
  });
  return { ...state, nodes, pendingRuns: [...requeued, ...state.pendingRuns] };
}

/** A job of `nodeCount` nodes for so many seconds arrives. */
export function addRuns(state: ClusterState, nodeCount: number, seconds: number): ClusterState {
  const runs = Array.from({ length: nodeCount }, () => ({ runId: randomUUID(), seconds }));
  return { ...state, pendingRuns: [...state.pendingRuns, ...runs] };
}
