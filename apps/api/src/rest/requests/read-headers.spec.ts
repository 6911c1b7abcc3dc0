import { expect, it } from 'vitest';
import { accepts, readIfMatch, readKey, readWait } from './read-headers.js';

it.each([
  [undefined, undefined],
  ['wait=10', 10],
  ['respond-async, wait=5', 5],
  ['return=minimal; x, Wait = "7"', 7],
  ['wait=900', 30],
  ['wait=-1', undefined],
  ['await=3', undefined],
  ['handling=strict', undefined],
])('reads how long to wait from %j: %j', (header, seconds) => {
  expect(readWait(header)).toBe(seconds);
});

it.each([
  [undefined, true],
  ['*/*', true],
  ['application/*;q=0.5', true],
  ['text/html, application/json', true],
  ['text/html', false],
  ['application/json;q=0', false],
  ['application/json;q=0, */*', false],
])('takes %j for JSON: %j', (header, taken) => {
  expect(accepts(header, 'application/json')).toBe(taken);
});

it('reads entity tags, and leaves out those that are weak', () => {
  expect(readIfMatch('*')).toEqual({ any: true });
  expect(readIfMatch('"a", W/"b" ,"c"')).toEqual({ tags: ['a', 'c'] });
  expect(readIfMatch('W/"b"')).toEqual({ tags: [] });
  expect(readIfMatch('a')).toMatchObject({ header: 'If-Match' });
});

it('reads a key in quotes or without', () => {
  expect([readKey('"k"'), readKey(' k '), readKey(undefined)]).toEqual(['k', 'k', undefined]);
});
