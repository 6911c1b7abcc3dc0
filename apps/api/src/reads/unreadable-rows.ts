import { channel } from 'node:diagnostics_channel';
import { LRUCache } from 'lru-cache';
import type { ResourceKind } from '#libs/resources';
import type { Log } from '../log.js';

/** A row that holds what its kind's schemas do not allow. The values stay out: nobody knows what they are. */
export interface UnreadableRow {
  id: string;
  kind: ResourceKind;
  /** E.g. `desired.scale`. */
  fields: string[];
}

const rows = channel('armature.unreadable-row');

/** Tells whoever logs of a row that could not be read whole. */
export const reportUnreadable = (row: UnreadableRow): void => rows.publish(row);

/** Logs each such row once for the same fields, as long as it is among the last ten thousand. Answers how to end it. */
export function logUnreadableRows(log: Log): () => void {
  const known = new LRUCache<string, true>({ max: 10_000 });
  const hear = (message: unknown): void => {
    const row = message as UnreadableRow;
    const key = [row.id, ...row.fields].join(' ');
    if (known.has(key)) return;
    known.set(key, true);
    log.warn(row, 'a row was read only in part');
  };
  rows.subscribe(hear);
  return () => rows.unsubscribe(hear);
}
