import { readError } from '#libs/resources';
import type { OperationRow } from '../rows.js';

/** Makes the errors of an operation that was just read showable, whatever stands in the table, and answers it. */
export function legibleOperation(row: OperationRow): OperationRow {
  row.error = readError(row.error) ?? null;
  // The statement may have left the steps out.
  for (const step of row.steps ?? []) step.error = readError(step.error) ?? null;
  return row;
}
