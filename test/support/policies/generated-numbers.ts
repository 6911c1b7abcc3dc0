import fc from 'fast-check';
import { both, broken, literal, read, type Parts } from './generated-facts.js';
import { reckon, type Part } from './reference.js';

type Numeric = bigint | number;

const leaf: Parts<Numeric> = fc.oneof(
  fc.constantFrom<Part<Numeric>>(
    read('count', (value: number) => BigInt(value)),
    read('limit', (value: number) => BigInt(value)),
    read('price', (value: number) => value),
    {
      text: 'input.names.size()',
      meaning: (facts) => BigInt(read('names', listOf).meaning(facts).length),
    },
  ),
  fc.integer({ min: 0, max: 9 }).map((value) => literal<Numeric>(`${value}`, BigInt(value))),
  broken.map((value) => literal<Numeric>(decimal(value), value)),
);
const decimal = (value: number): string =>
  Number.isInteger(value) ? `(${value}.0)` : `(${value})`;
function listOf(value: readonly string[]): readonly string[] {
  return value;
}

const whole = fc.oneof(
  fc.constant(read('count', (value: number) => BigInt(value))),
  fc.integer({ min: 0, max: 5 }).map((value) => literal(`${value}`, BigInt(value))),
);
/** Numbers that are read, written or reckoned. */
export const reckoned: Parts<Numeric> = fc.oneof(
  { weight: 2, arbitrary: leaf },
  {
    weight: 1,
    arbitrary: fc
      .tuple(leaf, fc.constantFrom('+', '-', '*', '/'), leaf)
      .map(([one, sign, other]) => both(one, sign, other, reckon[sign])),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(whole, whole).map(([one, other]) => both(one, '%', other, reckon['%'])),
  },
);
