import type { DomainError, Warning } from '#libs/kernel';
import type { QuotaJudgement } from './judge-quota.rules.js';
import type { SizeOffer } from './quota-check.value.js';
import type { QuotaDemand } from './quota-demand.value.js';
import type { BoundLine } from './quota-lines.rules.js';

/** So many are enough to choose from in a sentence. */
const mostNamed = 3;

/** Why it is refused; empty where Azure's own numbers do not speak against it. */
export function quotaRefusals(
  { field, location }: QuotaDemand,
  { refusedBy }: QuotaJudgement,
  offers: readonly SizeOffer[],
): DomainError[] {
  if (!refusedBy) return [];
  const { name, unit, limit, used, requested } = refusedBy;
  const message =
    `There is no room in ${location} for ${requested} ${unit} more: ${used} of ${limit} are used (${name}). ` +
    `Ask Azure for more, take less, or delete what nobody uses.${inWords(offers)}`;
  return [{ code: 'QUOTA_EXCEEDED', message, field: ['input', field] }];
}

function inWords(offers: readonly SizeOffer[]): string {
  const named = offers
    .filter(({ availability }) => availability === 'AVAILABLE')
    .slice(0, mostNamed)
    .map(({ vmSize, location }) => `${vmSize} in ${location}`);
  return named.length > 0 ? ` There is room for ${named.join(', ')}.` : '';
}

/** What may come of it though it is not refused. Without numbers that others move: another warning makes a plan stale. */
export const quotaWarnings = (demand: QuotaDemand, judgement: QuotaJudgement): Warning[] => {
  const { shortOf, tooFewFor, isWithoutNodes } = judgement;
  const field = ['input', demand.field];
  return [
    ...(shortOf ? [{ ...mayBeShort(demand, shortOf), field }] : []),
    ...(tooFewFor ? [{ ...belowMaximum(demand, tooFewFor), field }] : []),
    ...(isWithoutNodes ? [{ ...withoutNodes(demand), field }] : []),
  ];
};

const mayBeShort = ({ location }: QuotaDemand, { name, requested, unit }: BoundLine): Warning => ({
  code: 'QUOTA_SHORT',
  message: `${location} may have no room for ${requested} ${unit} more (${name}): it may fail, or wait for its nodes. quotaCheck tells the numbers.`,
});

const belowMaximum = (
  { location }: QuotaDemand,
  { name, limit, most, unit }: BoundLine,
): Warning => ({
  code: 'QUOTA_BELOW_MAXIMUM',
  message: `It never gets all its nodes: they would take ${most} ${unit}, and ${location} allows ${limit} (${name}).`,
});

const withoutNodes = ({ vmSize }: QuotaDemand): Warning => ({
  code: 'NO_LOW_PRIORITY_NODES',
  message: `Azure Machine Learning has no low-priority nodes of ${vmSize}: it would stand, and never get any. Take DEDICATED, or another size.`,
});
