import type { Money } from '#libs/prices';

/** What a compute comes to with all nodes that it may have; null: not known. */
export interface Ceiling {
  vCpus: number | null;
  /** What it costs an hour. */
  hourly: Money | null;
}
