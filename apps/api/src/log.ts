import { pino, type Logger } from 'pino';
import { holdRepeats } from '#libs/log';

export type Log = Logger;

/** JSON lines on stdout. What could hold a secret is never handed over; these paths are the second lock. */
export const createLog = (level: string): Log =>
  pino({
    level,
    hooks: { logMethod: holdRepeats() },
    base: { process: 'api', pid: process.pid },
    redact: {
      paths: ['*.authorization', '*.headers.authorization', '*.secret', '*.password', '*.token'],
      censor: '[redacted]',
    },
  });
