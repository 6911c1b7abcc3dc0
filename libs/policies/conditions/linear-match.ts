import { RE2JS } from 're2js';

const mostPatterns = 500;
const patterns = new Map<string, RE2JS>();

/** Whether a part of the text fits a pattern of RE2, as CEL has it: in time that grows with both and no faster. Throws for what is no pattern. */
export function linearMatch(text: string, pattern: string): boolean {
  return linearPattern(pattern).matcher(text).find();
}

/** Throws for what is no pattern of RE2. */
export function linearPattern(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known) return known;
  if (patterns.size >= mostPatterns) patterns.clear();
  const made = RE2JS.compile(pattern);
  patterns.set(pattern, made);
  return made;
}
