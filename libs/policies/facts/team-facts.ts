import type { Sql } from '#libs/database';
import { kinds } from '#libs/kinds';
import { readTeamUse, type ChangedCeiling, type Payer, type Proposal } from '#libs/operations';

/** The team that pays, without what it takes to add up. */
export const plainTeam = ({
  name,
  costCenter,
  defaultCostTags,
}: Pick<Payer, 'name' | 'costCenter' | 'defaultCostTags'>) => ({
  name,
  costCenter,
  tags: { costCenter, ...defaultCostTags },
});

/** What is read of a team without adding anything up. */
const plainReads = /\bteam\s*\.\s*(?:name|costCenter|tags)\b/g;

/** Whether a condition may read what is added up: it names the team anywhere, as a whole too, and not a plain field of it. */
export const readsSums = (condition: string): boolean =>
  /\bteam\b/.test(condition.replaceAll(plainReads, ' '));

interface Sums {
  vCpus: number | null;
  hourlyCost: number | null;
  computes: number;
}

/**
 * What the team's computes come to now, with all nodes that they may have, and what they would come to afterwards. What is not known
 * is not there: a condition that reads it denies. Costs are those in `currency`.
 */
export async function teamSums(
  sql: Sql,
  { payer, target, row }: Proposal,
  ceiling: ChangedCeiling | null,
  currency: string,
): Promise<Record<string, unknown>> {
  const own = target?.id ?? row?.id;
  const rest = await sumsWithout(sql, payer.id, currency, own === undefined ? [] : [own]);
  const now = ceiling
    ? plusCeiling(rest, ceiling.before)
    : await sumsWithout(sql, payer.id, currency, []);
  const after = ceiling ? plusCeiling(rest, ceiling.after) : now;
  return {
    ...now,
    vCpusAfter: after.vCpus,
    hourlyCostAfter: after.hourlyCost,
    computesAfter: after.computes,
  };
}

async function sumsWithout(
  sql: Sql,
  teamId: string,
  currency: string,
  without: readonly string[],
): Promise<Sums> {
  const [use] = await readTeamUse(sql, {
    teamIds: [teamId],
    machines: kinds.machines,
    currency,
    without,
  });
  if (!use) return { vCpus: null, hourlyCost: null, computes: 0 };
  const { vCpus, hourly, computes, uncounted } = use.used;
  const isKnown = uncounted === 0;
  return {
    vCpus: isKnown ? vCpus : null,
    hourlyCost: isKnown ? Number(hourly) : null,
    computes,
  };
}

/** With one more compute; null: with none. */
function plusCeiling(rest: Sums, ceiling: ChangedCeiling['after']): Sums {
  if (!ceiling) return rest;
  return {
    vCpus: plus(rest.vCpus, ceiling.vCpus),
    hourlyCost: plus(rest.hourlyCost, ceiling.hourly && Number(ceiling.hourly.amount)),
    computes: rest.computes + 1,
  };
}

const plus = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one + other;
