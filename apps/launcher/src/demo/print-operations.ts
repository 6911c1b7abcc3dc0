import { z } from 'zod';
import { formatTable } from './format-table.js';
import type { GatewayClient } from './gateway-client.js';
import {
  kindInWords,
  operationFields,
  operationSchema,
  type Operation,
} from './operation.schema.js';
import { printSection } from './print-section.js';

const answerSchema = z.object({ operation: operationSchema.nullable() });
const document = `query ($id: ID!) { operation(id: $id) { ${operationFields} } }`;

/** Prints every operation with its steps, in the order they were asked for. */
export async function printOperations(
  client: GatewayClient,
  operationIds: readonly string[],
): Promise<void> {
  const texts: string[] = [];
  for (const id of operationIds) {
    const { operation } = await client.send(document, answerSchema, { id });
    if (!operation) throw new Error(`operation ${id} cannot be read back`);
    texts.push(formatOperation(operation));
  }
  printSection('Operations', texts.join(''));
}

function formatOperation(operation: Operation): string {
  const { targetName, kind, status, requestedBy, createdAt, completedAt, steps, error } = operation;
  const head = `${targetName}: ${kindInWords(kind)}, ${status} in ${seconds(createdAt, completedAt)}, asked for by ${requestedBy.displayName}\n`;
  const rows = steps.map((step) => [
    step.name,
    step.status,
    seconds(step.startedAt, step.completedAt),
    step.rawState ?? '',
    step.message ?? '',
  ]);
  return `${head}${formatTable(rows)}${error ? `  ${error.code}: ${error.message}\n` : ''}`;
}

function seconds(from: string | null, to: string | null): string {
  if (from === null || to === null) return '';
  return `${((Date.parse(to) - Date.parse(from)) / 1_000).toFixed(1)} s`;
}
