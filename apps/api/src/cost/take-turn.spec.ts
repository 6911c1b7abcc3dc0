import { setImmediate as nextTurn } from 'node:timers/promises';
import { getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { GraphqlContext } from '../context/graphql-context.js';
import { queueLimits } from '../server/limits.js';
import { FairQueue } from './fair-queue.js';
import { inTurns } from './give-way.js';
import { takeTurn } from './take-turn.js';

/** A query of this price by somebody, and its turn. */
async function asking(principalId: string, requested: number) {
  const request = { actor: { principalId } } as GraphqlContext['request'];
  const operation = getOperationAST(parse('{ viewer { id } }'))!;
  const priced = { operation, cost: { requested, limit: 100_000 } };
  const context: GraphqlContext = { request, signal: new AbortController().signal };
  return { request, leave: await takeTurn(new FairQueue(queueLimits), priced, context) };
}

/** How many entries of another's list of 25 were come to while somebody had a turn at this price. */
async function begunBeside(cost: number): Promise<number> {
  const { leave } = await asking('one', cost);
  const other = await asking('other', queueLimits.small + 1);
  let begun = 0;
  const entries = inTurns(other.request, 25, () => (begun += 1));
  await nextTurn();
  await nextTurn();
  const beside = begun;
  await leave();
  await Promise.all(entries.map(async (entry) => entry));
  expect(begun).toBe(25);
  await other.leave();
  return beside;
}

// Polled, because a machine that stands still for twenty milliseconds ends the patience of long lists.
describe('a turn', () => {
  it('of a small request keeps the long lists of others waiting until it is given back', async () => {
    await expect.poll(() => begunBeside(1)).toBe(10);
  });

  it('of a large one does not', async () => {
    await expect.poll(() => begunBeside(queueLimits.small + 1)).toBe(25);
  });
});
