import type { VmPriority } from '#libs/resources';
import type { Money } from './money.value.js';

/** Who told a price; `none`: nobody did. */
export type PriceSource = 'Azure Machine Learning' | 'Azure Retail Prices API' | 'none';

/** What a machine of a size costs an hour with Linux, paid as it is used. */
export interface VmPrice {
  vmSize: string;
  location: string;
  vmPriority: VmPriority;
  /** Null: not known, which is never free. */
  hourly: Money | null;
  source: PriceSource;
  /** When the source was read; of what nobody told, now. */
  asOf: Date;
  /** Why `hourly` is null. */
  missingBecause: string | null;
}

/** What computes of a region are billed by. */
export interface RegionPrices {
  machines: VmPrice[];
  /** The disk of an operating system, a month. */
  osDisk: { location: string; monthly: Money | null; missingBecause: string | null };
}
