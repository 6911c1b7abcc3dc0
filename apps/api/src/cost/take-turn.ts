import type { OperationDefinitionNode } from 'graphql';
import type { GraphqlContext } from '../context/graphql-context.js';
import { queueLimits } from '../server/limits.js';
import type { Cost } from './bound-cost.js';
import type { FairQueue } from './fair-queue.js';
import { giveWay, stepAhead } from './give-way.js';

/** An operation that was found good, and what one answer to it may cost. */
export interface Priced {
  operation: OperationDefinitionNode;
  cost: Cost;
}

/** A mutation answers little and takes long: it holds a connection to the database until it has committed. */
const mutationWeight = 1_000;

const weightOf = ({ operation: { operation }, cost: { requested } }: Priced): number =>
  operation === 'mutation' ? Math.max(requested, mutationWeight) : requested;

/**
 * Resolves when an answer may be worked out, with what to await once when it has been: that lets others run who are due,
 * and gives the turn back. Rejects with TOO_MANY_REQUESTS where too many requests of the principal wait, and with the
 * signal's reason once that aborts.
 */
export async function takeTurn(
  queue: FairQueue,
  priced: Priced,
  { request, signal }: GraphqlContext,
): Promise<() => Promise<void>> {
  const { principalId } = request.actor;
  const weight = weightOf(priced);
  const isEvent = priced.operation.operation === 'subscription';
  const leave = isEvent
    ? await queue.enterAsEvent(principalId, weight, signal)
    : await queue.enter(principalId, weight, signal);
  const answered = !isEvent && weight <= queueLimits.small ? stepAhead(request) : undefined;
  return async () => {
    await giveWay(request);
    answered?.();
    leave();
  };
}
