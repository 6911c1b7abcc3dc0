import { z } from 'zod';
import type { GatewayClient } from './gateway-client.js';
import {
  currentStep,
  isTerminal,
  kindInWords,
  operationFields,
  operationSchema,
  type Operation,
} from './operation.schema.js';

const followMs = 45_000;
const eventSchema = z.object({ operationUpdated: operationSchema });

/**
 * Subscribes to an operation, hands every state of it to `onChange` and resolves with the terminal one. Rejects,
 * saying why, when it did not succeed, and when it has not ended within 45 seconds.
 */
export async function followOperation(
  client: GatewayClient,
  id: string,
  onChange: (operation: Operation) => void,
): Promise<Operation> {
  let last: Operation | undefined;
  const onEvent = ({ operationUpdated }: z.infer<typeof eventSchema>) => {
    last = operationUpdated;
    onChange(operationUpdated);
  };
  const document = `subscription ($id: ID!) { operationUpdated(id: $id) { ${operationFields} } }`;
  try {
    await client.subscribe(document, { id }, { schema: eventSchema, onEvent, timeoutMs: followMs });
  } catch (cause) {
    throw new Error(`following ${describe(last, id)}: ${reasonOf(cause)}`, { cause });
  }
  if (!last || !isTerminal(last)) {
    throw new Error(`following ${describe(last, id)}: the stream closed before it ended`);
  }
  if (last.status !== 'SUCCEEDED') throw new Error(whyNot(last));
  return last;
}

/** What a person should read about an operation that did not succeed. */
function whyNot(operation: Operation): string {
  const { status, error } = operation;
  const step = currentStep(operation);
  const where = step ? ` in step "${step.name}"` : '';
  const what = error ? `: ${error.code}: ${error.message}` : '';
  const remedy = error?.remedy ? `\n  What to do: ${error.remedy}` : '';
  return `${describe(operation)} ended ${status}${where}${what}${remedy}`;
}

const describe = (operation: Operation | undefined, id = ''): string =>
  operation ? `${kindInWords(operation.kind)} of ${operation.targetName}` : `operation ${id}`;

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);
