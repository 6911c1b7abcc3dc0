/** What the computes of a team may come to, together and at most; null: no limit. */
export interface TeamLimits {
  vCpus: number | null;
  /** Computes that are made of machines. */
  computes: number | null;
  /** An hour with all nodes that they may have. */
  hourlyCost: { amount: string; currency: string } | null;
}
