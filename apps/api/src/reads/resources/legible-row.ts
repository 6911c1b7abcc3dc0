import { readErrors } from '#libs/resources';
import { kinds } from '#libs/kinds';
import { legibleOperation } from '../operations/legible-operation.js';
import type { ResourceRow } from '../rows.js';
import { reportUnreadable } from '../unreadable-rows.js';

/**
 * Makes a row that was just read legible, and answers it: its JSON is what its kind's schemas say, whatever stands in the
 * table. What is missing or cannot be read has a value that stands for it, and is told of. Columns that the statement
 * left out stay undefined.
 */
export function legibleRow(row: ResourceRow): ResourceRow {
  if (row.desired !== undefined) readSettings(row);
  if (row.provisioningErrors !== undefined)
    row.provisioningErrors = readErrors(row.provisioningErrors);
  if (row.parent) legibleRow(row.parent);
  row.operations?.forEach(legibleOperation);
  return row;
}

function readSettings(row: ResourceRow): void {
  const { desired, observed, unreadable } = kinds.read(row);
  if (unreadable.length > 0) reportUnreadable({ id: row.id, kind: row.kind, fields: unreadable });
  row.desired = desired;
  row.observed = observed;
}
