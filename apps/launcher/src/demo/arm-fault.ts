import { controlSimulator } from '../system/ask-simulator.js';
import type { SimulatorAddress } from '../system/start-simulator-process.js';

/**
 * Makes Azure fail the next creation of a cluster with this ARM error code, e.g. ClusterMinNodesExceedCoreQuota.
 * Rejects when the simulator refuses it.
 */
export const failNextCluster = (
  simulator: Pick<SimulatorAddress, 'controlEndpoint' | 'caFile'>,
  clusterName: string,
  code: string,
): Promise<unknown> =>
  controlSimulator(simulator, 'faults', {
    name: 'FailsWith',
    match: { method: 'PUT', pathPattern: `/computes/${clusterName}$` },
    parameters: { code },
  });
