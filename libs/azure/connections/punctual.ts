import * as https from 'node:https';
import type { Duplex } from 'node:stream';
import type { PipelineRequest } from '@azure/core-rest-pipeline';

/**
 * When a request must have left, by the monotonic clock; part of what Node's `request` is given. A process that was
 * stopped finds answers and connections first when it goes on, and only then that its time has run out.
 */
export const notAfter = (timeoutMs: number) => ({ notAfterMs: performance.now() + timeoutMs });

const hasPassed = (options: object | undefined): boolean =>
  options !== undefined &&
  'notAfterMs' in options &&
  performance.now() > Number(options.notAfterMs);

export const isLate = ({ requestOverrides }: PipelineRequest): boolean =>
  hasPassed(requestOverrides);

/** Closes a connection that is established too late for the request with `options`, before anything is sent. */
export function closeWhereLate(socket: Duplex, options: object): void {
  socket.once('secureConnect', () => {
    if (hasPassed(options)) socket.destroy(new Error('too late to send anything'));
  });
}

/** Makes no connection that is established too late for the request that it was made for. */
export class PunctualAgent extends https.Agent {
  override createConnection(
    ...[options, callback]: Parameters<https.Agent['createConnection']>
  ): ReturnType<https.Agent['createConnection']> {
    const socket = super.createConnection(options, callback);
    if (socket) closeWhereLate(socket, options);
    return socket;
  }
}
