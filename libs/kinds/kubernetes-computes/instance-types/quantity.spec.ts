import { describe, expect, it } from 'vitest';
import { parseQuantity, sameQuantity } from './quantity.rules.js';

describe('a Kubernetes quantity', () => {
  it.each([
    ['1', 10n ** 9n],
    ['+1', 10n ** 9n],
    ['1.', 10n ** 9n],
    ['.5', 5n * 10n ** 8n],
    ['100m', 10n ** 8n],
    ['1u', 1_000n],
    ['1n', 1n],
    ['0.1n', 1n],
    ['2k', 2_000n * 10n ** 9n],
    ['16Gi', 16n * 2n ** 30n * 10n ** 9n],
    ['1.5Gi', 3n * 2n ** 29n * 10n ** 9n],
    ['1e3', 1_000n * 10n ** 9n],
    ['1E3', 1_000n * 10n ** 9n],
    ['1e-3', 10n ** 6n],
    ['1E', 10n ** 18n * 10n ** 9n],
    ['0', 0n],
    ['-1', -(10n ** 9n)],
    ['100E', (2n ** 63n - 1n) * 10n ** 9n],
  ])('%s is %s nano', (text, nano) => expect(parseQuantity(text)).toBe(nano));

  it.each([
    '',
    '.',
    'm',
    ' 1',
    '1 ',
    '1K',
    '1ki',
    '1gi',
    '1.2.3',
    '1e',
    '1e3Gi',
    '1Gim',
    '0x1',
    '١',
  ])("'%s' is none", (text) => expect(parseQuantity(text)).toBeUndefined());

  it('compares by what it is worth', () => {
    expect(sameQuantity('1', '1000m')).toBe(true);
    expect(sameQuantity('1Gi', '1G')).toBe(false);
    expect(sameQuantity(null, '0')).toBe(false);
  });
});
