import { describe, expect, it } from 'vitest';
import { isRawNumber, parseExactly } from './exact-json.js';

describe('JSON that is written again', () => {
  it.each([
    '9007199254740993',
    '-9223372036854775808',
    '18446744073709551615',
    '0.12345678901234567890',
    '1e400',
    '123456789012345678e-30',
  ])('keeps every digit of %s', (number) => {
    const read = parseExactly(`{"a":[${number}]}`) as { a: unknown[] };
    expect(isRawNumber(read.a[0])).toBe(true);
    expect(JSON.stringify(read)).toBe(`{"a":[${number}]}`);
  });

  it.each([
    '0',
    '-0',
    '42',
    '9007199254740991',
    '10000000000000000',
    '1.5000000000000000000',
    '15.0000000000000000e-1',
    '0.1',
    '1e21',
    '5e-324',
    '0.00000000000000000',
  ])('has a number of %s, which a double holds', (number) => {
    const read = parseExactly(number);
    expect(read).toBe(Number(number));
    expect(isRawNumber(read)).toBe(false);
  });

  it('leaves out fields by their names, and refuses what is no JSON', () => {
    const text = '{"a":{"secret":"x","b":1},"secret":12345678901234567890}';
    expect(parseExactly(text, new Set(['secret']))).toEqual({ a: { b: 1 } });
    expect(() => parseExactly('{')).toThrow(SyntaxError);
  });
});
