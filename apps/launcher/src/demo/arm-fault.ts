import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { SimulatorAddress } from '../system/start-simulator-process.js';

/** Asks the simulator, outside of ARM, for something. Rejects when it refuses. */
export async function controlSimulator(
  { controlEndpoint, caFile }: Pick<SimulatorAddress, 'controlEndpoint' | 'caFile'>,
  route: string,
  body: object,
): Promise<void> {
  const call = request(`${controlEndpoint}/${route}`, {
    method: 'POST',
    ca: await readFile(caFile),
    headers: { 'content-type': 'application/json' },
    timeout: 10_000,
  });
  call.on('timeout', () => call.destroy(new Error('the simulator does not answer')));
  call.end(JSON.stringify(body));
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  response.resume();
  if ((response.statusCode ?? 500) >= 300) {
    throw new Error(`the simulator refused ${route}: HTTP ${response.statusCode}`);
  }
}

/**
 * Makes Azure fail the next creation of a cluster with this ARM error code, e.g. ClusterMinNodesExceedCoreQuota.
 * Rejects when the simulator refuses it.
 */
export const failNextCluster = (
  simulator: Pick<SimulatorAddress, 'controlEndpoint' | 'caFile'>,
  clusterName: string,
  code: string,
): Promise<void> =>
  controlSimulator(simulator, 'faults', {
    name: 'FailsWith',
    match: { method: 'PUT', pathPattern: `/computes/${clusterName}$` },
    parameters: { code },
  });
