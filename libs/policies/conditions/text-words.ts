import type { Environment } from '@marcbachmann/cel-js';
import { isSize } from '../facts/normalise-size.rules.js';
import { linearMatch } from './linear-match.js';

type Word = (text: string, part: string) => boolean;

/** What is asked of texts, of sizes in any case, and `matches` in linear time: the library's own takes patterns of JavaScript, which can take for ever. */
const words: Readonly<Record<string, Word>> = {
  startsWith: inAnyCase((text, part) => text.startsWith(part)),
  endsWith: inAnyCase((text, part) => text.endsWith(part)),
  contains: inAnyCase((text, part) => text.includes(part)),
  matches: (text, pattern) => linearMatch(text, isSize(text) ? anyCase(pattern) : pattern),
};

/** A size is in lower case among the facts, whatever a condition writes. */
function inAnyCase(word: Word): Word {
  return (text, part) => word(text, isSize(text) ? part.toLowerCase() : part);
}

/** A pattern of RE2 that fits in any case. */
export const anyCase = (pattern: string): string => `(?i)${pattern}`;

/** What a word is called inside; undefined for one that asks nothing of texts. */
export const meantName = (word: string): string | undefined =>
  Object.hasOwn(words, word) ? `${word}AsMeant` : undefined;

export function registerTextWords(environment: Environment): void {
  for (const [word, handler] of Object.entries(words))
    environment.registerFunction(`string.${word}AsMeant(string): bool`, handler);
}
