import { readErrors } from '#libs/resources';
import { kinds } from '#libs/kinds';
import { legibleOperation } from '../operations/legible-operation.js';
import type { ResourceRow } from '../rows.js';
import { reportUnreadable } from '../unreadable-rows.js';

/**
 * A row whose JSON is what its kind's schemas say, whatever stands in the table: what is missing or cannot be read has
 * a value that stands for it, and is told of. `observed` stays undefined where the statement left it out.
 */
export function legibleRow(row: ResourceRow): ResourceRow {
  const { desired, observed, unreadable } = kinds.read(row);
  if (unreadable.length > 0) reportUnreadable({ id: row.id, kind: row.kind, fields: unreadable });
  return {
    ...row,
    desired,
    observed: row.observed === undefined ? undefined : observed,
    provisioningErrors: readErrors(row.provisioningErrors),
    parent: row.parent && legibleRow(row.parent),
    operations: row.operations && row.operations.map(legibleOperation),
  };
}
