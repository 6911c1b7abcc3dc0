import type { Operation } from './operation.schema.js';

/** Shows a person what happens. */
export interface ProgressDisplay {
  /** A line that stays. */
  say(line: string): void;
  /** How an operation stands now. */
  show(operation: Operation): void;
  /** Nothing is drawn any more. */
  close(): void;
}
