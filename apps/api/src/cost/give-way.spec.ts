import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RequestContext } from '#libs/verbs';
import { allListed, inTurns, stepAhead } from './give-way.js';

const request = {} as RequestContext;

/** All entries, in their order. */
const completed = <T>(entries: readonly (T | Promise<T>)[]): Promise<T[]> =>
  Promise.all(entries.map(async (entry) => entry));

const work = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
};

/** How many entries of a request's list of 25 are come to beside a small request of somebody else, and `small` ones. */
async function begunWithinTwoTurns(
  request: RequestContext,
  small: readonly RequestContext[],
): Promise<number> {
  const ends = [{} as RequestContext, ...small].map(stepAhead);
  let begun = 0;
  const entries = inTurns(request, 25, () => (begun += 1));
  await nextTurn();
  await nextTurn();
  const soon = begun;
  for (const end of ends) end();
  await completed(entries);
  expect(begun).toBe(25);
  return soon;
}

describe('a long list', () => {
  it('is the same list, in its order', async () => {
    const entries = inTurns(request, 95, (index) => index);
    expect(await completed(entries)).toEqual(Array.from({ length: 95 }, (_, index) => index));
  });

  it('is a plain one where it is short', () => {
    expect(inTurns(request, 10, (index) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('is a plain one where the request is small', () => {
    const small = {} as RequestContext;
    const answered = stepAhead(small);
    expect(inTurns(small, 25, (index) => index)).toEqual(Array.from({ length: 25 }, (_, i) => i));
    answered();
  });

  it('lets others in while much is done for each of its entries', async () => {
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await completed(inTurns(request, 100, () => work(1)));
    isDone = true;
    expect(turns).toBeGreaterThanOrEqual(9);
  });

  it('tells when all of its entries were come to, so that what they look up is looked up together', async () => {
    const began: number[] = [];
    const entries = [1, 2].flatMap(() => inTurns(request, 50, (index) => began.push(index)));
    await allListed(request);
    expect(began).toHaveLength(100);
    await completed(entries);
  });

  // Polled, because a machine that stands still for twenty milliseconds ends the patience of long lists.
  it('waits while a small request of somebody else is answered', async () => {
    await expect.poll(() => begunWithinTwoTurns({} as RequestContext, [])).toBe(10);
  });

  it('gets on where small ones never end', async () => {
    const answered = stepAhead({} as RequestContext);
    expect(await completed(inTurns({} as RequestContext, 25, () => 'done'))).toHaveLength(25);
    answered();
  });

  it('of a small request waits for no other', async () => {
    const itself = {} as RequestContext;
    await expect.poll(() => begunWithinTwoTurns(itself, [itself])).toBe(25);
  });

  it('rejects the entry that cannot be made, and no other', async () => {
    const entries = inTurns(request, 30, (index) => {
      if (index === 15) throw new Error('spoilt');
      return index;
    });
    const settled = await Promise.allSettled(entries.map(async (entry) => entry));
    expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });
});
