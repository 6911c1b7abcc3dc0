import type { Money } from '#libs/prices';

/** What something costs from then on; amounts are null where they are not known, and assumptions say why. */
export interface CostEstimate {
  /** With the fewest nodes. */
  hourlyFloor: Money | null;
  /** With the most. */
  hourlyCeiling: Money | null;
  /** Of 730 hours; from declared hours alone. */
  monthlyExpected: Money | null;
  lines: CostLine[];
  /** In words. */
  assumptions: string[];
  priceSource: string;
  /** The oldest of the prices. */
  priceAsOf: Date | null;
}

export interface CostLine {
  name: string;
  /** e.g. `0 to 4 nodes`. */
  quantity: string;
  hourlyFloor: Money | null;
  hourlyCeiling: Money | null;
}
