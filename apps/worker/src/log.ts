import { pino, type Logger } from 'pino';
import { holdRepeats } from '#libs/log';

export type Log = Logger;

/** Writes JSON lines to stdout. What could hold a secret is never handed over; these paths are the second lock. */
export const createLog = (level: string): Log =>
  pino({
    level,
    hooks: { logMethod: holdRepeats() },
    base: { process: 'worker', pid: process.pid },
    redact: {
      paths: ['*.handle', '*.authorization', '*.password', '*.token', '*.connectionString'],
      censor: '[redacted]',
    },
  });
