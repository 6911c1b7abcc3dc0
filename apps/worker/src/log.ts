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

/** What a log line says of an error: its name, message and stack, and what caused it; never its other fields. */
export function errorFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const cause = error.cause === undefined ? {} : { cause: errorFacts(error.cause) };
  return { error: error.name, message: error.message, stack: error.stack, ...cause };
}
