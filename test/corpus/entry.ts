import type { RetryAdvice } from '#libs/kernel';

/** A failure that Azure answered somebody with, and what a person must read of it here. */
export interface CorpusEntry {
  /** Where it was seen in public. Ids, names and hosts are replaced. */
  source: string;
  body: unknown;
  code: string;
  /** What the message holds. */
  says: string | string[];
  /** What the remedy holds; null: nothing is known but what can be done about any error. */
  remedy: string | string[] | null;
  retry: RetryAdvice;
  target?: string;
  /** Codes and words that the details hold. */
  details?: string[];
  /** What is read here must not hold it. */
  never?: string;
}

export const subscription = '/subscriptions/00000000-0000-0000-0000-000000000000';
export const group = `${subscription}/resourceGroups/rg-ml`;

/** ARM's envelope. */
export const armError = (code: string | null, message: string, rest: object = {}): object => ({
  error: { code, message, ...rest },
});
