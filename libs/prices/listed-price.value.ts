import type { VmPriority } from '#libs/resources';

/** A price as a list has it; `amount` null: there is none, and why. */
export type ListedAmount =
  { amount: string; missingBecause: null } | { amount: null; missingBecause: string };

/** What one thing costs in a region and currency. */
export type ListedPrice = ListedAmount & {
  /** A VM size in small letters, or `osDisk`. */
  item: string;
  /** As Azure writes it. */
  name: string;
  vmPriority: VmPriority;
};

/** The disk of an operating system, for a month (docs/azure-facts.md#prices). */
export const osDisk = 'disk of the operating system, a month';
