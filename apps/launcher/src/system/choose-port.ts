import { findFreePort } from '../postgres/find-free-port.js';
import { tryPort } from '../postgres/try-port.js';

/** Throws, naming the port and the way out, when nothing can be listened on there. 0 stands for any port. */
export async function takePort(port: number): Promise<number> {
  if (port === 0) return findFreePort();
  const problem = await tryPort(port);
  if (problem === undefined) return port;
  const why =
    problem === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${problem})`;
  throw new Error(`port ${port} ${why}. Choose another one: PORT=${port + 1} npm start`);
}

/** The remembered port while it is still free, so that addresses stay what they were; else any free one. */
export async function keepPort(remembered: number | undefined): Promise<number> {
  if (remembered !== undefined && (await tryPort(remembered)) === undefined) return remembered;
  return findFreePort();
}
