import { once } from 'node:events';
import { createServer } from 'node:net';

/** Why nothing can be listened on there, as an error code of Node; undefined: it is free. */
export async function tryPort(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}
