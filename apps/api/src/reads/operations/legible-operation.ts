import { readError } from '#libs/resources';
import type { OperationRow } from '../rows.js';

/** An operation whose errors can be shown, whatever stands in the table. `steps` stay undefined where the statement left them out. */
export const legibleOperation = (row: OperationRow): OperationRow => ({
  ...row,
  error: readError(row.error) ?? null,
  steps: row.steps?.map((step) => ({ ...step, error: readError(step.error) ?? null })),
});
