import type { ComputeRecord } from '../compute-record.js';
import type { ClusterSettings } from './cluster-settings.js';
import type { ClusterNode, ClusterState, NodeState } from './cluster-state.js';

const countOf = (nodes: readonly ClusterNode[], state: NodeState): number =>
  nodes.reduce((count, node) => (node.state === state ? count + 1 : count), 0);

/** Nodes that Azure counts as current: handed over, and not on their way out. */
const isCurrent = ({ state }: ClusterNode): boolean =>
  state !== 'allocating' && state !== 'leaving';

/** The key goes in and never comes out: the documents mark it as a secret. */
const viewCredentials = ({ userAccountCredentials }: ClusterSettings): object | null =>
  userAccountCredentials ? { adminUserName: userAccountCredentials.adminUserName } : null;

/** `properties.properties` of an AmlCompute: sizes in upper case, JSON nulls where there is nothing. */
export function viewCluster({ settings, state, isBuilt }: ComputeRecord): object {
  return {
    ...settings,
    vmSize: settings.vmSize.toUpperCase(),
    scaleSettings: {
      ...settings.scaleSettings,
      nodeIdleTimeBeforeScaleDown: settings.scaleSettings.nodeIdleTimeBeforeScaleDown ?? 'PT120S',
    },
    userAccountCredentials: viewCredentials(settings),
    errors: state.errors.length === 0 ? null : state.errors.map((error) => ({ error })),
    ...(isBuilt ? viewAllocation(state) : notAllocated),
  };
}

const notAllocated = { currentNodeCount: null, targetNodeCount: null, nodeStateCounts: null };

function viewAllocation(state: ClusterState): object {
  const { nodes } = state;
  return {
    allocationState: state.allocationState,
    allocationStateTransitionTime: new Date(state.allocationStateTransitionMs).toISOString(),
    currentNodeCount: nodes.filter(isCurrent).length,
    targetNodeCount: state.targetNodeCount,
    nodeStateCounts: {
      idleNodeCount: countOf(nodes, 'idle'),
      runningNodeCount: countOf(nodes, 'running'),
      preparingNodeCount: countOf(nodes, 'preparing'),
      unusableNodeCount: countOf(nodes, 'unusable'),
      leavingNodeCount: countOf(nodes, 'leaving'),
      preemptedNodeCount: countOf(nodes, 'preempted'),
    },
  };
}

const firstPort = 50_000;

/** `nodes` of listNodes. */
export const viewNodes = ({ settings, state }: ComputeRecord): object[] =>
  state.nodes
    .filter((node) => node.state !== 'allocating')
    .map((node) => ({
      nodeId: node.id,
      privateIpAddress: `10.0.${(node.number >> 8) & 255}.${node.number & 255}`,
      publicIpAddress: settings.enableNodePublicIp
        ? `20.62.${(node.number >> 8) & 255}.${node.number & 255}`
        : null,
      port: firstPort + (node.number % 10_000),
      nodeState: node.state,
      runId: node.runId ?? null,
    }));
