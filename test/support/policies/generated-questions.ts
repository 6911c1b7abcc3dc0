import fc from 'fast-check';
import {
  both,
  input,
  literal,
  lower,
  mixedCase,
  quoted,
  read,
  words,
  type Parts,
} from './generated-facts.js';
import { reckoned } from './generated-numbers.js';
import { compare, type Facts, type Part } from './reference.js';

const signs = fc.constantFrom(...Object.keys(compare));
const size: Parts<string> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(read('vmSize', lower)) },
  { weight: 1, arbitrary: mixedCase.map((text) => literal(JSON.stringify(text), lower(text))) },
);
const word: Parts<string> = fc.oneof(
  fc.constant(read('word', (value: string) => value)),
  words.map(quoted),
);
const method = <V>(
  name: string,
  meaning: (one: string, other: V) => boolean,
  one: Part<string>,
  other: Part<V>,
): Part<boolean> => ({
  text: `${one.text}.${name}(${other.text})`,
  meaning: (facts) => meaning(one.meaning(facts), other.meaning(facts)),
});

/** Questions of one fact or two. */
export const simple: Parts<boolean> = fc.oneof(
  fc.boolean().map((value) => literal(`${value}`, value)),
  fc.constant(read('isPublic', (value: boolean) => value)),
  fc.constantFrom('word', 'limit', 'vmSize').map((name) => ({
    text: `has(input.${name})`,
    meaning: (facts: Facts) => (input(facts)[name] ?? null) !== null,
  })),
  fc
    .tuple(reckoned, signs, reckoned)
    .map(([one, sign, other]) => both(one, sign, other, compare[sign])),
  fc.tuple(size, signs, size).map(([one, sign, other]) => both(one, sign, other, compare[sign])),
  fc.tuple(word, signs, word).map(([one, sign, other]) => both(one, sign, other, compare[sign])),
  fc.tuple(word, words).map(([one, text]) => method('startsWith', startsWith, one, quoted(text))),
  fc.tuple(word, words).map(([one, text]) => method('endsWith', endsWith, one, quoted(text))),
  fc.tuple(word, words).map(([one, text]) => method('contains', contains, one, quoted(text))),
  fc
    .constantFrom('^a', 'b$', '^(a|b)+$')
    .map((pattern) =>
      method(
        'matches',
        (one, other) => new RegExp(other).test(one),
        read('word', String),
        quoted(pattern),
      ),
    ),
  fc.tuple(size, fc.array(mixedCase, { minLength: 1, maxLength: 3 })).map(([one, list]) => ({
    text: `${one.text} in [${list.map((text) => JSON.stringify(text)).join(', ')}]`,
    meaning: (facts: Facts) => list.map(lower).includes(one.meaning(facts)),
  })),
  fc.tuple(words, fc.constantFrom('names', 'tags')).map(([text, of]) => ({
    text: `${JSON.stringify(text)} in input.${of}`,
    meaning: (facts: Facts) => {
      const value = input(facts)[of] as string[] | Record<string, string>;
      return Array.isArray(value) ? value.includes(text) : Object.hasOwn(value, text);
    },
  })),
  fc.tuple(fc.constantFrom('all', 'exists', 'exists_one'), words).map(([how, text]) => ({
    text: `input.names.${how}(n, n == ${JSON.stringify(text)})`,
    meaning: (facts: Facts) => quantified(how, input(facts)['names'] as string[], text),
  })),
  words.map((text) => ({
    text: `input.names.filter(n, n != ${JSON.stringify(text)}).map(n, n + "x").size() > 1`,
    meaning: (facts: Facts) =>
      (input(facts)['names'] as string[]).filter((name) => name !== text).length > 1,
  })),
);

const startsWith = (one: string, other: string): boolean => one.startsWith(other);
const endsWith = (one: string, other: string): boolean => one.endsWith(other);
const contains = (one: string, other: string): boolean => one.includes(other);

function quantified(how: string, names: readonly string[], text: string): boolean {
  const found = names.filter((name) => name === text).length;
  if (how === 'all') return found === names.length;
  return how === 'exists' ? found > 0 : found === 1;
}
