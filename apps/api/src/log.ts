import { pino, type DestinationStream, type Logger } from 'pino';
import { errorFacts, holdRepeats } from '#libs/log';
import { withoutValues } from './errors/without-values.js';

export type Log = Logger;

/** JSON lines, on stdout unless told where. What could hold a secret is never handed over; these paths are the second lock. */
export const createLog = (level: string, destination?: DestinationStream): Log =>
  pino(
    {
      level,
      hooks: { logMethod: holdRepeats() },
      base: { process: 'api', pid: process.pid },
      serializers: { err: (error) => errorFacts(error, withoutValues) },
      redact: {
        paths: ['*.authorization', '*.headers.authorization', '*.secret', '*.password', '*.token'],
        censor: '[redacted]',
      },
    },
    destination,
  );
