import { z } from 'zod';

const logLineSchema = z.object({ level: z.number(), msg: z.string().optional() });
const errorLevel = 50;

/**
 * What a person at the terminal should see of a line that a process printed: errors of the structured log in a few
 * words, plain text on stderr as it is; undefined for all else.
 */
export function summariseLogLine(
  name: string,
  line: string,
  stream: 'stdout' | 'stderr',
): string | undefined {
  const entry = line.startsWith('{') ? parseEntry(line) : undefined;
  if (entry) return entry.level >= errorLevel ? `${name}: ${entry.msg ?? 'error'}` : undefined;
  return stream === 'stderr' && line.trim() !== '' ? `${name}: ${line}` : undefined;
}

/** Lets a text through once a minute: a fault that repeats itself does not fill the terminal. */
export function createRepetitionFilter(nowMs: () => number): (text: string) => boolean {
  const lastShown = new Map<string, number>();
  return (text) => {
    const last = lastShown.get(text);
    if (last !== undefined && nowMs() - last < 60_000) return false;
    if (lastShown.size > 1_000) lastShown.clear();
    lastShown.set(text, nowMs());
    return true;
  };
}

function parseEntry(line: string): z.infer<typeof logLineSchema> | undefined {
  try {
    return logLineSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
