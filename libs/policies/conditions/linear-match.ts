import { LRUCache } from 'lru-cache';
import { RE2JS } from 're2js';
import { mostSteps, patternSize, tooManySteps } from './pattern-size.rules.js';

/** Compiled ones hold their steps in memory. */
const patterns = new LRUCache<string, RE2JS>({
  max: 500,
  maxSize: 10 * mostSteps,
  sizeCalculation: (_, pattern) => Math.max(1, patternSize(pattern)),
});

/** Whether a part of the text fits a pattern of RE2, as CEL has it: in time that grows with both and no faster. Throws for what is no pattern. */
export function linearMatch(text: string, pattern: string): boolean {
  return linearPattern(pattern).matcher(text).find();
}

/** Throws for what is no pattern of RE2, or a longer one than is compiled. */
export function linearPattern(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known) return known;
  const steps = patternSize(pattern);
  if (steps > mostSteps) throw new Error(`It has a pattern of ${tooManySteps(steps)}`);
  const made = RE2JS.compile(pattern);
  patterns.set(pattern, made);
  return made;
}
