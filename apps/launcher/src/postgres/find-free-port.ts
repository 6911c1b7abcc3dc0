import { randomInt } from 'node:crypto';
import { tryPort } from './try-port.js';

/** Below what Linux, macOS and Windows give to outgoing connections, any of which may take a port at any moment. */
const [lowest, tooHigh] = [20_000, 32_768];

/** A TCP port on loopback that was free a moment ago, and that no outgoing connection takes before you do. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, tooHigh);
    const problem = await tryPort(port);
    if (problem === undefined) return port;
    if (problem !== 'EADDRINUSE' && problem !== 'EACCES')
      throw new Error(`nothing can be listened on at 127.0.0.1 (${problem})`);
  }
}
