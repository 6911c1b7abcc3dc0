import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { SimulatorAddress } from './start-simulator-process.js';

/** Posts something to the simulator; answers what it says, parsed. Rejects when it refuses. */
export async function askSimulator(
  { caFile }: Pick<SimulatorAddress, 'caFile'>,
  url: string,
  body: object | URLSearchParams,
): Promise<unknown> {
  const isForm = body instanceof URLSearchParams;
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
  const call = request(url, {
    method: 'POST',
    ca: await readFile(caFile),
    headers: { 'content-type': type },
    timeout: 10_000,
  });
  call.on('timeout', () => call.destroy(new Error('the simulator does not answer')));
  call.end(isForm ? body.toString() : JSON.stringify(body));
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  const said = await text(response);
  if ((response.statusCode ?? 500) >= 300)
    throw new Error(`the simulator refused ${url}: HTTP ${response.statusCode} ${said}`);
  return said === '' ? undefined : (JSON.parse(said) as unknown);
}

/** Asks the simulator, outside of ARM, for something. Rejects when it refuses. */
export const controlSimulator = (
  simulator: Pick<SimulatorAddress, 'controlEndpoint' | 'caFile'>,
  route: string,
  body: object,
): Promise<unknown> => askSimulator(simulator, `${simulator.controlEndpoint}/${route}`, body);
