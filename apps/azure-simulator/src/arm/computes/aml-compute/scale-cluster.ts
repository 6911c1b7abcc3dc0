import { durationSeconds } from '#libs/kernel';
import { durations } from '../../../durations.js';
import type { ArmErrorBody } from '../../arm-error.js';
import type { ClusterNode, ClusterState } from './cluster-state.js';
import type { ScaleSettings } from './cluster-settings.js';
import { assignRuns, settleNodes } from './settle-nodes.js';

/** What the world around a cluster allows. */
export interface ScaleContext {
  /** A delete lock keeps nodes from leaving. */
  isHeld: boolean;
  /** How many of `wanted` more nodes can be had, and why not all. */
  grant(wanted: number): { nodes: number; error?: ArmErrorBody };
}

const isAlive = ({ state }: ClusterNode): boolean =>
  state === 'allocating' || state === 'preparing' || state === 'idle' || state === 'running';

const idleMs = (scale: ScaleSettings): number =>
  1000 *
  (durationSeconds(scale.nodeIdleTimeBeforeScaleDown ?? '') ??
    durations.defaultIdleBeforeScaleDown);

/** The cluster after everything due at `nowMs`: nodes start, work, idle out and leave; missing ones are asked for. */
export function scaleCluster(
  state: ClusterState,
  scale: ScaleSettings,
  context: ScaleContext,
  nowMs: number,
): ClusterState {
  const settled = settleNodes(state.nodes, nowMs, context.isHeld);
  const assigned = { ...state, ...assignRuns(settled, state.pendingRuns, nowMs) };
  const shrunk = { ...assigned, nodes: scaleIn(assigned.nodes, scale, nowMs) };
  return withAllocation(state, scaleOut(shrunk, scale, context, nowMs), nowMs);
}

/** When `scaleCluster` has something to do next; undefined where nothing will happen by itself. */
export function nextScaleMs(state: ClusterState, scale: ScaleSettings): number | undefined {
  const alive = state.nodes.filter(isAlive).length;
  const times = state.nodes.flatMap((node) => {
    if (node.untilMs !== undefined) return [node.untilMs];
    return node.state === 'idle' && alive > scale.minNodeCount
      ? [node.sinceMs + idleMs(scale)]
      : [];
  });
  if (state.retryAtMs !== undefined) times.push(state.retryAtMs);
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b));
}

/** Nodes idle for too long leave while more than the minimum is left; those above the maximum leave at once. */
function scaleIn(
  nodes: readonly ClusterNode[],
  scale: ScaleSettings,
  nowMs: number,
): readonly ClusterNode[] {
  let alive = nodes.filter(isAlive).length;
  if (alive <= scale.minNodeCount) return nodes;
  const leaving = new Set<string>();
  const idle = nodes
    .filter(({ state }) => state === 'idle')
    .toSorted((a, b) => a.sinceMs - b.sinceMs);
  for (const node of idle) {
    const isDue = alive > scale.maxNodeCount || node.sinceMs + idleMs(scale) <= nowMs;
    if (!isDue || alive <= scale.minNodeCount) continue;
    leaving.add(node.id);
    alive -= 1;
  }
  const untilMs = nowMs + durations.nodeLeave * 1000;
  return nodes.map((node) =>
    leaving.has(node.id) ? { ...node, state: 'leaving', sinceMs: nowMs, untilMs } : node,
  );
}

function scaleOut(
  state: ClusterState,
  scale: ScaleSettings,
  context: ScaleContext,
  nowMs: number,
): ClusterState {
  const alive = state.nodes.filter(isAlive).length;
  const busy = state.nodes.filter((node) => node.state === 'running').length;
  const demand = Math.min(
    scale.maxNodeCount,
    Math.max(scale.minNodeCount, busy + state.pendingRuns.length),
  );
  const { retryAtMs, ...rest } = state;
  const settled = { ...rest, targetNodeCount: Math.max(alive, demand) };
  if (alive >= demand) return { ...settled, errors: [] };
  if (retryAtMs !== undefined && retryAtMs > nowMs) return { ...settled, retryAtMs };
  const granted = context.grant(demand - alive);
  const grown = addNodes(settled, granted.nodes, nowMs);
  return granted.error === undefined
    ? { ...grown, errors: [] }
    : { ...grown, errors: [granted.error], retryAtMs: nowMs + durations.scaleRetry * 1000 };
}

function addNodes(state: ClusterState, count: number, nowMs: number): ClusterState {
  const untilMs = nowMs + durations.nodeAllocate * 1000;
  const stamp = new Date(nowMs)
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '')
    .toLowerCase();
  const added = Array.from({ length: count }, (_, index): ClusterNode => {
    const number = state.nextNodeNumber + index;
    return { id: `tvm-${number}-${stamp}`, number, state: 'allocating', sinceMs: nowMs, untilMs };
  });
  return {
    ...state,
    nodes: [...state.nodes, ...added],
    nextNodeNumber: state.nextNodeNumber + count,
  };
}

function withAllocation(before: ClusterState, after: ClusterState, nowMs: number): ClusterState {
  const isResizing = after.nodes.some(({ state }) => state === 'allocating' || state === 'leaving');
  const allocationState = isResizing ? 'Resizing' : 'Steady';
  return allocationState === before.allocationState
    ? after
    : { ...after, allocationState, allocationStateTransitionMs: nowMs };
}
