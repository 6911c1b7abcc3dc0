import { raw, type Fragment } from './statement.js';

/** SQL: the operation `o` has not ended. Spelled as the partial indexes of `operation` are. */
export const isUnfinished = (o: string): Fragment =>
  raw(`${o}.status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED')`);
