import type { ExecutionResult } from 'graphql';
import type { StreamArgs } from './prepare-operation.js';
import type { StreamClient } from './stream-client.js';

/** Answers to an event by what is asked of it, and with whose eyes: forgotten with the event. */
const begun = new WeakMap<object, Map<string, Promise<ExecutionResult>>>();

/**
 * What `run` answers to an event, or what another stream of the same principal that asks the same of it is answered. What
 * has errors is worked out for each by itself: they name the request.
 */
export async function shareAnswer(
  event: unknown,
  asked: StreamArgs,
  client: StreamClient,
  run: () => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  if (typeof event !== 'object' || event === null) return run();
  const answers = begun.get(event) ?? new Map<string, Promise<ExecutionResult>>();
  begun.set(event, answers);
  const key = keyOf(asked, client);
  for (let other = answers.get(key); other; other = answers.get(key)) {
    const answer = await other.catch(() => undefined);
    if (answer) return answer.errors ? run() : answer;
    // Whoever worked it out has left: the next one does.
    if (answers.get(key) === other) answers.delete(key);
  }
  const answer = run();
  answers.set(key, answer);
  return answer;
}

/** Documents of one text are parsed once: what is asked is told by the node. */
const numbers = new WeakMap<object, number>();
let newest = 0;

function keyOf({ variableValues }: StreamArgs, { priced, request }: StreamClient): string {
  const number = numbers.get(priced.operation) ?? (newest += 1);
  numbers.set(priced.operation, number);
  return JSON.stringify([number, variableValues, request.actor]);
}
