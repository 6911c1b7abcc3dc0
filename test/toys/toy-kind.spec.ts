import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patchedCopy, type PatchedCopy } from '../support/patched-copy.js';

/** A kind of compute that only this test has: what it takes to add one is measured by it. */
const patch = 'test/toys/toy-kind.patch';

let copy: PatchedCopy;

beforeAll(async () => {
  copy = await patchedCopy(patch);
});
afterAll(() => copy.remove());

describe('a kind that is added', () => {
  it('takes one line of what is written by hand, in the list of kinds, and no migration', () => {
    expect(copy.touched).toEqual([{ file: 'libs/kinds/every-kind.ts', added: 1, removed: 0 }]);
  });

  it('passes the type check of the whole', { timeout: 300_000 }, async () => {
    expect(await copy.typeErrors()).toBe('');
  });

  it('is asked for, made, shown, listed, swept, adopted, diagnosed and deleted', async () => {
    expect(await copy.runSpec('test/toys/drive-toy-kind.spec.ts')).toEqual({
      'is made by its mutation, which a worker carries out': 'passed',
      'is listed among the computes, and by its own type': 'passed',
      'shows what somebody changed in Azure, tells of it, and diagnoses it': 'passed',
      'is found where nobody asked for it, and is adopted': 'passed',
      'is deleted': 'passed',
    });
  });
});
