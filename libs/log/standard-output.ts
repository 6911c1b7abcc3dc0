import { pino, type DestinationStream } from 'pino';

const warn = 40;

/** How long a line may wait for others, milliseconds; and so many characters go out at once. */
const waitMs = 100;
const enough = 8_192;

/**
 * Where lines of a process go. A write for each takes as much of the processor as a small answer does, so they go out
 * together, ten times a second; a warning, and what is worse, at once with all before it. None waits when the process
 * exits.
 */
export function standardOutput(): DestinationStream {
  const lines = pino.destination({
    dest: 1,
    sync: true,
    minLength: enough,
    periodicFlush: waitMs,
  });
  process.once('exit', () => lines.flushSync());
  return {
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    write(line: string): void {
      lines.write(line);
      if (this.lastLevel >= warn) lines.flushSync();
    },
  } as DestinationStream & { lastLevel: number };
}
