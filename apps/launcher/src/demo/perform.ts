import { followOperation } from './follow-operation.js';
import type { GatewayClient } from './gateway-client.js';
import type { ProgressDisplay } from './progress-display.js';
import { submitMutation, type Accepted } from './submit-mutation.js';

/** Sends a mutation and follows it to its end. Rejects, saying why, when it is refused or does not succeed. */
export type Perform = (
  mutation: Parameters<typeof submitMutation>[1],
  input: Record<string, unknown>,
) => Promise<Accepted['target'] & Pick<Accepted, 'noop'>>;

/** `onAccepted` is told the id of every operation, also of those that fail later. */
export function createPerform(
  client: GatewayClient,
  display: ProgressDisplay,
  onAccepted: (operationId: string) => void,
): Perform {
  return async (mutation, input) => {
    const accepted = await submitMutation(client, mutation, input);
    const { operationId, target, noop, warnings } = accepted;
    onAccepted(operationId);
    for (const { code, message } of warnings) display.say(`Warning ${code}: ${message}`);
    if (noop) display.say(`${target.name}: ${mutation} is a noop: it stands so already`);
    await followOperation(client, operationId, display.show);
    return { ...target, noop };
  };
}

/** Waits for all of them, and rejects with every reason there is. */
export async function together<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const ends = await Promise.allSettled(work);
  const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as Error] : []));
  if (reasons.length > 0) throw new Error(reasons.map(({ message }) => message).join('\n'));
  return Promise.all(work);
}
