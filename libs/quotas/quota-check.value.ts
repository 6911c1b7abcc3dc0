import type { Money } from '#libs/prices';
import type { VmPriority } from '#libs/resources';

export const quotaScopes = [
  'VM_FAMILY',
  'REGION_DEDICATED',
  'REGION_LOW_PRIORITY',
  'COMPUTE_COUNT',
  'WORKSPACE',
] as const;
export type QuotaScope = (typeof quotaScopes)[number];

export const quotaUnits = { vCpus: 'vCPUs', computes: 'computes' } as const;

/** One of Azure's counts, and what is asked of it. */
export interface QuotaLine {
  scope: QuotaScope;
  /** As Azure calls it. */
  name: string;
  unit: string;
  /** Null: not known; -1: none of its own. */
  limit: number | null;
  /** Null: not known, which is never 0. */
  used: number | null;
  /** Promised to operations that have not ended. */
  held: number;
  /** What there must be room for, beyond what Azure counts for it already. */
  requested: number;
  /** Of that, what it takes as soon as it stands. */
  requestedAtOnce: number;
  /** With as many nodes as it may have. */
  requestedAtMost: number;
  /** How much of `requested` there is no room for; null: not known. */
  shortfall: number | null;
}

export const offerAvailabilities = ['AVAILABLE', 'NO_QUOTA', 'NOT_OFFERED', 'UNKNOWN'] as const;
export type OfferAvailability = (typeof offerAvailabilities)[number];

export interface SizeOffer {
  vmSize: string;
  location: string;
  vmPriority: VmPriority;
  /** Whether all nodes fit, as many as there may be. */
  availability: OfferAvailability;
  /** Null: not known, which is never free. */
  hourlyPrice: Money | null;
}

/** Whether the quota carries something. */
export interface QuotaCheck {
  /** Null: Azure does not say. */
  fits: boolean | null;
  checks: QuotaLine[];
  offers: SizeOffer[];
  /** When Azure's numbers were read; null: they were not. */
  observedAt: Date | null;
}
