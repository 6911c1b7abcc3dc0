import { durations } from '../../../durations.js';
import type { ClusterNode, ClusterState, PendingRun } from './cluster-state.js';

const later = (atMs: number, seconds: number): number => atMs + seconds * 1000;

/** The nodes after what is due at `nowMs` has happened to each. A lock keeps those that should have left (`isHeld`). */
export function settleNodes(
  nodes: readonly ClusterNode[],
  nowMs: number,
  isHeld: boolean,
): ClusterNode[] {
  return nodes.flatMap((node) =>
    node.untilMs !== undefined && node.untilMs <= nowMs
      ? next(node, node.untilMs, nowMs, isHeld)
      : [node],
  );
}

function next(node: ClusterNode, sinceMs: number, nowMs: number, isHeld: boolean): ClusterNode[] {
  const { untilMs: _ended, runId: _run, ...bare } = node;
  switch (node.state) {
    case 'allocating':
      return [
        { ...bare, state: 'preparing', sinceMs, untilMs: later(sinceMs, durations.nodePrepare) },
      ];
    case 'preparing':
    case 'running':
      return [{ ...bare, state: 'idle', sinceMs }];
    case 'leaving':
      return isHeld ? [{ ...node, untilMs: later(nowMs, durations.lockedScaleRetry) }] : [];
    case 'preempted':
      return [];
    case 'idle':
    case 'unusable':
      return [node];
  }
}

/** Idle nodes take the work that waits. */
export function assignRuns(
  nodes: readonly ClusterNode[],
  pendingRuns: readonly PendingRun[],
  nowMs: number,
): Pick<ClusterState, 'nodes' | 'pendingRuns'> {
  const waiting = [...pendingRuns];
  const assigned = nodes.map((node): ClusterNode => {
    const run = node.state === 'idle' ? waiting.shift() : undefined;
    if (!run) return node;
    const untilMs = later(nowMs, run.seconds);
    return { ...node, state: 'running', sinceMs: nowMs, untilMs, runId: run.runId };
  });
  return { nodes: assigned, pendingRuns: waiting };
}
