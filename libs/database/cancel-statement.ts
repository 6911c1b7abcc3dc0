import { connect } from 'node:net';
import type pg from 'pg';

/** What the driver knows of a connection and does not declare. */
export interface Connected {
  host: string;
  port: number;
  processID: number;
  secretKey: number;
}

const cancelRequest = 80_877_102;
const patienceMs = 2_000;

/**
 * Asks PostgreSQL to cancel what runs on a connection, as its protocol has it (documentation, 54.2.9, Canceling Requests
 * in Progress), over a socket of its own: a pool that is used up has none to spare, and a PgBouncer passes it on. Answers
 * true once it was heard: nothing that begins on the connection afterwards is canceled by it.
 */
export function cancelStatement(client: pg.ClientBase): Promise<boolean> {
  const { host, port, processID, secretKey } = client as pg.ClientBase & Connected;
  const message = Buffer.alloc(16);
  [16, cancelRequest, processID, secretKey].forEach((word, at) =>
    message.writeInt32BE(word, at * 4),
  );
  const socket = connect(
    host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port },
    () => socket.write(message),
  );
  socket.setTimeout(patienceMs, () => socket.destroy(new Error('PostgreSQL does not answer')));
  return new Promise((resolve) => {
    socket.on('error', () => resolve(false));
    // The server closes it once it has told the backend.
    socket.on('close', () => resolve(true));
    socket.resume();
  });
}
