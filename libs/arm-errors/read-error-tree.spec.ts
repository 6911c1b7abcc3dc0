import { expect, it } from 'vitest';
import { mapErrorBody } from './map-error-body.js';
import { mapExtensionErrors, mapFailedExtension } from './map-extension-error.js';
import { readErrorTree } from './read-error-tree.js';

/** A series of numbers below 1 that is the same for the same seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const keys = [
  'error',
  'Error',
  'code',
  'Code',
  'message',
  'Message',
  'details',
  'innerError',
  'innererror',
  'debugInfo',
  'errorResponse',
  'additionalInfo',
  'info',
  'target',
  'value',
  'errors',
  'title',
  'status',
  'properties',
  'provisioningErrors',
  'errorInfo',
  'statuses',
  '__proto__',
  'toString',
];
const texts = [
  '',
  ' ',
  '{',
  '}{',
  '{"',
  '\\"',
  '{"error":',
  '{"error":{"code":"X","message":"y"}}',
  '<html>',
  "Error code: 'A'. Target: ''. Message: '",
  'Code="A" Message="b"',
  'A,B,C',
  '{{{{{{{{{{',
  'ScopeLocked',
  'BadRequest',
  "scope(s) are locked: '",
  'VM size not supported',
  'x'.repeat(500),
  'Bearer eyJhbGciOi.eyJzdWIi.c2ln',
  '\0\ud800',
  'E40001',
  '%s %d',
  '\\\\\\\\"}',
];

function garbage(next: () => number, depth = 0): unknown {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const kind = depth > 6 ? 0 : next();
  if (kind < 0.35)
    return Array.from({ length: 1 + next() * 3 }, () => pick(texts)).join(pick(texts));
  if (kind < 0.45) return pick([null, undefined, 0, 429, true, Number.NaN, -1]);
  const length = Math.floor(next() * 5);
  if (kind < 0.6) return Array.from({ length }, () => garbage(next, depth + 1));
  if (kind < 0.7) return JSON.stringify(garbage(next, depth + 1));
  return Object.fromEntries(Array.from({ length }, () => [pick(keys), garbage(next, depth + 1)]));
}

it('gives an error of bounded size for anything, and never throws', () => {
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const body = garbage(numbersFrom(seed));
    const error = mapErrorBody(body, { fallbackCode: 'HTTP 400', fallbackMessage: 'no' });
    expect(error.code, `seed ${seed}`).toMatch(/\S/);
    expect(error.message, `seed ${seed}`).toMatch(/\S/);
    expect(JSON.stringify(error).length, `seed ${seed}`).toBeLessThan(60_000);
    expect(JSON.stringify(error), `seed ${seed}`).not.toContain('eyJzdWIi');
    const extension = {
      properties: { provisioningState: 'Failed', errorInfo: body, statuses: body },
    };
    expect(mapExtensionErrors(extension).message).toBeTypeOf('string');
    expect(mapFailedExtension(extension).length).toBeLessThan(2);
  }
});

it.each([
  ['a body nested without end', { error: { details: nested(5_000) } }],
  ['a text as long as ARM may answer', { error: { code: 'Odd', message: '{"'.repeat(2_000_000) } }],
  ['escapes without end', { error: { code: 'Odd', message: `{${'\\'.repeat(500_000)}"` } }],
  ['many details', { error: { details: Array.from({ length: 100_000 }, () => ({ code: 'A' })) } }],
  ['wide and deep', wide(6)],
])('reads %s within a second', (_, body) => {
  const began = performance.now();
  const error = mapErrorBody(body, { fallbackCode: 'HTTP 400' });
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(JSON.stringify(error).length).toBeLessThan(60_000);
});

function nested(depth: number): unknown {
  let inner: unknown = { code: 'Odd', message: 'the innermost' };
  for (let level = 0; level < depth; level += 1) inner = [{ innerError: inner }];
  return inner;
}

function wide(depth: number): unknown {
  const details = depth === 0 ? [] : Array.from({ length: 12 }, () => wide(depth - 1));
  return { code: `Code${depth}`, message: `message ${'m'.repeat(4_000)} ${depth}`, details };
}

it.each([undefined, null, 0, '', ' ', [], {}, { id: '/x', name: 'y', properties: { a: 1 } }])(
  'finds no error in %j',
  (body) => {
    expect(readErrorTree(body)).toBeUndefined();
  },
);

it('says the code of whatever capitals, and what stands beside an error', () => {
  const body = {
    CODE: 'BadRequest',
    MESSAGE: 'above',
    ERROR: { cOdE: 'Odd', mEssage: 'below it' },
  };
  expect(readErrorTree(body)).toMatchObject({
    code: 'BadRequest',
    message: 'above',
    children: [{ code: 'Odd', message: 'below it' }],
  });
});
