import { pino, type DestinationStream, type Logger } from 'pino';
import { errorFacts } from './error-facts.js';
import { holdRepeats } from './hold-repeats.js';
import { standardOutput } from './standard-output.js';

export type Log = Logger;

export interface LogOptions {
  /** Which of Armature's processes this is. */
  process: 'api' | 'worker';
  level: string;
  /** Takes from the messages of errors what repeats values of clients. */
  reword?: (message: string) => string;
  /** Where lines go; stdout unless told. */
  destination?: DestinationStream;
}

/** What could hold a secret is never handed over; these paths are the second lock. */
const secret = [
  '*.handle',
  '*.authorization',
  '*.headers.authorization',
  '*.secret',
  '*.password',
  '*.token',
  '*.connectionString',
];

/** A log of JSON lines, in which an error is what `errorFacts` says of it. */
export const createLog = ({ process: name, level, reword, destination }: LogOptions): Log =>
  pino(
    {
      level,
      hooks: { logMethod: holdRepeats() },
      base: { process: name, pid: process.pid },
      serializers: { err: (error) => errorFacts(error, reword) },
      redact: { paths: secret, censor: '[redacted]' },
    },
    destination ?? standardOutput(),
  );
