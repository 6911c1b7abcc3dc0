import type { Money, VmPrice } from '#libs/prices';

/** The prices that an estimate is made of, as they were found. */
export interface EstimatePrices {
  /** ISO 4217. */
  currency: string;
  machines: readonly VmPrice[];
  /** A month of the disk of an operating system, by region. */
  osDisks: readonly { location: string; monthly: Money | null; missingBecause: string | null }[];
}
