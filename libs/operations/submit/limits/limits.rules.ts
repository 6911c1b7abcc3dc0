import { Decimal } from 'decimal.js';
import type { Ceiling } from '#libs/estimates';
import type { DomainError } from '#libs/kernel';
import type { ChangedCeiling } from '../decision.js';
import type { LimitedUse } from './limits.repository.js';

/** What a compute comes to that is asked for, beside the others of its team. */
export interface AskedRoom {
  ceiling: ChangedCeiling;
  /** False: it stands already, and a change is asked for. */
  isNew: boolean;
  /** The argument that a refusal is told at. */
  field: string;
}

/** Why the limits of a team have no room for a compute; empty: they have. `others`: what its other computes come to. */
export function refuseBeyond(others: LimitedUse, asked: AskedRoom): DomainError[] {
  const { before, after, isRaised } = asked.ceiling;
  if (after === null || !isRaised) return [];
  const { limits, used } = others;
  const field = ['input', asked.field];
  const { vCpus, computes, hourlyCost } = limits;
  return [
    ...(vCpus !== null && !fitsCount(vCpus, used.vCpus, after.vCpus, before?.vCpus)
      ? [quota(field, vCpusBeyond(vCpus, used.vCpus, after))]
      : []),
    ...(computes !== null && asked.isNew && used.computes + 1 > computes
      ? [quota(field, computesBeyond(computes, used.computes))]
      : []),
    ...(hourlyCost !== null && !fitsCost(hourlyCost, used.hourly, after, before)
      ? [budget(field, costBeyond(hourlyCost, used.hourly, after))]
      : []),
  ];
}

const fitsCount = (
  limit: number,
  others: number,
  asked: number | null,
  before: number | null | undefined,
): boolean => asked !== null && (asked <= (before ?? -1) || others + asked <= limit);

type Money = NonNullable<LimitedUse['limits']['hourlyCost']>;

function fitsCost(limit: Money, others: string, after: Ceiling, before: Ceiling | null): boolean {
  const asked = after.hourly;
  if (asked?.currency !== limit.currency) return false;
  const stood = before?.hourly?.currency === asked.currency ? before.hourly : null;
  if (stood && new Decimal(asked.amount).lte(stood.amount)) return true;
  return new Decimal(others).plus(asked.amount).lte(limit.amount);
}

const quota = (field: string[], message: string): DomainError => ({
  code: 'QUOTA_EXCEEDED',
  message,
  field,
});

const budget = (field: string[], message: string): DomainError => ({
  code: 'BUDGET_EXCEEDED',
  message,
  field,
});

const todo =
  'Ask for less, delete or scale down another one, or have an admin of the platform raise it with setTeamLimits.';
const later =
  'It is being read: ask again in a minute, or have an admin of the platform lift the limit with setTeamLimits.';

const vCpusBeyond = (limit: number, others: number, { vCpus }: Ceiling): string =>
  vCpus === null
    ? `The team may have ${limit} vCPUs, and how many a machine of this size has is not known. ${later}`
    : `The team may have ${limit} vCPUs: its other computes come to ${others} with all their nodes, and this one to ${vCpus}. ${todo}`;

const computesBeyond = (limit: number, others: number): string =>
  `The team may have ${limit} compute clusters and instances, and has ${others}. ${todo}`;

const costBeyond = (limit: Money, others: string, { hourly }: Ceiling): string =>
  hourly?.currency === limit.currency
    ? `The team may cost ${limit.amount} ${limit.currency} an hour: its other computes come to ${others} with all their nodes, and this one to ${hourly.amount}. ${todo}`
    : `The team may cost ${limit.amount} ${limit.currency} an hour, and what this costs in ${limit.currency} is not known. ${later}`;
