import fc from 'fast-check';
import { NoAnswer, type Facts, type Part } from './reference.js';

export type Parts<V> = fc.Arbitrary<Part<V>>;

const sizes = ['Standard_D3_v2', 'STANDARD_NC6', 'standard_ds3_V2', 'Standard_D3_V2', 'Basic_A1'];
export const mixedCase = fc
  .tuple(fc.constantFrom(...sizes), fc.integer({ min: 0, max: 2 }))
  .map(([size, how]) => [size, size.toLowerCase(), size.toUpperCase()][how] ?? size);
export const broken = fc.integer({ min: -40, max: 400 }).map((eighths) => eighths / 8);
export const words = fc.constantFrom('a', 'b', 'ab', 'ba', '');

/** What is asked for: any of it may be left out. */
export const givenFacts = fc.record({
  count: fc.integer({ min: -3, max: 12 }),
  price: broken,
  vmSize: mixedCase,
  isPublic: fc.boolean(),
  word: fc.option(words),
  limit: fc.option(fc.integer({ min: 0, max: 9 })),
  names: fc.array(words, { maxLength: 4 }),
  tags: fc.dictionary(fc.constantFrom('a', 'b'), words),
});

export const input = (facts: Facts) => facts as Record<string, unknown>;

export const read = <V>(name: string, as: (value: never) => V): Part<V> => ({
  text: `input.${name}`,
  meaning: (facts) => {
    const value = input(facts)[name];
    if (value === null || value === undefined) throw new NoAnswer(name);
    return as(value as never);
  },
});

export const literal = <V>(text: string, value: V): Part<V> => ({ text, meaning: () => value });
export const quoted = (text: string): Part<string> => literal(JSON.stringify(text), text);
export const lower = (text: string): string => text.toLowerCase();

/** Two parts with a sign between them. */
export const both = <V, W>(
  one: Part<V>,
  sign: string,
  other: Part<V>,
  meaning: ((one: V, other: V) => W) | undefined,
): Part<W> => ({
  text: `(${one.text} ${sign} ${other.text})`,
  meaning: (facts) => {
    if (!meaning) throw new Error(sign);
    return meaning(one.meaning(facts), other.meaning(facts));
  },
});
