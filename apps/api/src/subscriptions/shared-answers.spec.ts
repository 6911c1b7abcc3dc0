import { GraphQLError, type ExecutionResult } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { StreamArgs } from './prepare-operation.js';
import { shareAnswer } from './shared-answers.js';
import type { StreamClient } from './stream-client.js';

const actor = { principalId: 'one', grants: [{ teamId: 'vision', role: 'VIEWER' }] };
const operation = {};
const document = { operation, variables: {} as object, actor: actor as object };

/** A stream that asks, and how often anything was worked out for all of them. */
function streams(answer: () => ExecutionResult | Promise<ExecutionResult> = () => ({ data: {} })) {
  let runs = 0;
  const run = async () => {
    runs += 1;
    return answer();
  };
  const ask = (event: object, other: Partial<typeof document> = {}) => {
    const asked = { ...document, ...other };
    const args = { variableValues: asked.variables } as StreamArgs;
    const client = { priced: { operation: asked.operation }, request: { actor: asked.actor } };
    return shareAnswer(event, args, client as unknown as StreamClient, run);
  };
  return { ask, runs: () => runs };
}

describe('an answer to an event', () => {
  it('is worked out once for all streams of a principal that ask the same', async () => {
    const { ask, runs } = streams();
    const event = {};
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(event)));
    expect(runs()).toBe(1);
    expect(new Set(answers).size).toBe(1);
  });

  it.each([
    ['another event', {}, {}],
    ['another document', undefined, { operation: {} }],
    ['other variables', undefined, { variables: { first: 1 } }],
    ['another principal', undefined, { actor: { ...actor, principalId: 'two' } }],
    ['a principal whose roles changed', undefined, { actor: { ...actor, grants: [] } }],
  ])('is worked out anew for %s', async (_, otherEvent, other) => {
    const { ask, runs } = streams();
    const event = {};
    await ask(event);
    await ask(otherEvent ?? event, other);
    expect(runs()).toBe(2);
  });

  it('is worked out for each where it has errors, which name the request', async () => {
    const { ask, runs } = streams(() => ({ errors: [new GraphQLError('request 1')] }));
    const event = {};
    const answers = await Promise.all([ask(event), ask(event), ask(event)]);
    expect(runs()).toBe(3);
    expect(new Set(answers).size).toBe(3);
  });

  it('is worked out by the next one where the first has left, and by it alone', async () => {
    let left = false;
    const { ask, runs } = streams(() => {
      if (left) return { data: { here: true } };
      left = true;
      throw new Error('left');
    });
    const event = {};
    const [first, ...others] = await Promise.allSettled([ask(event), ask(event), ask(event)]);
    expect(first?.status).toBe('rejected');
    expect(others.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(runs()).toBe(2);
  });
});
