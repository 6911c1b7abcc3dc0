import { describe, expect, it } from 'vitest';
import { readRetryAfter, readRetryAfterText } from './read-retry-after.js';

const now = new Date('2026-11-28T00:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['17', 17],
    ['0', 0],
    [' 600 ', 600],
    ['99999999', 3_600],
    ['9'.repeat(400), 3_600],
    ['Sat, 28 Nov 2026 00:01:00 GMT', 60],
    ['Fri, 27 Nov 2026 00:00:00 GMT', 0],
    ['Wed, 28 Nov 2046 00:00:00 GMT', 3_600],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['NaN', undefined],
    ['Infinity', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %s seconds', (header, seconds) => {
    expect(readRetryAfter(header, now)).toBe(seconds);
  });

  it('in the text of a 429 is believed for no longer', () => {
    expect(readRetryAfterText("Please try again after '10' seconds.")).toBe(10);
    expect(readRetryAfterText("Please try again after '99999999' seconds.")).toBe(3_600);
  });
});
