import type { Sql } from '#libs/database';
import { noteWantedReadings } from '#libs/prices';
import { heldBy, type DemandOf } from './held-quota.rules.js';
import { judgeQuota, type QuotaJudgement } from './judge-quota.rules.js';
import type { KnownQuota } from './known-quota.value.js';
import type { QuotaDemand } from './quota-demand.value.js';
import type { QuotaLine } from './quota-check.value.js';
import { shownLine, type AskedCompute } from './quota-lines.rules.js';
import { findQuota } from './quota.repository.js';

/** What of the kinds a check has to know. */
export interface QuotaKinds {
  /** Those that are made of machines. */
  machines: readonly string[];
  /** Operations that may take something of a quota. */
  operations: readonly string[];
  demandOf: DemandOf;
}

export interface QuotaQuestion extends AskedCompute {
  demand: QuotaDemand;
  subscriptionId: string;
}

export interface CheckedQuota extends QuotaJudgement {
  checks: QuotaLine[];
  /** When Azure's numbers were read; null: they were not. */
  observedAt: Date | null;
}

/**
 * Whether a region's quota carries a demand, by what was read last and what operations hold that have not ended: in one statement.
 * Where nobody noted it lately, one more notes that the numbers are wanted, and a worker reads them soon.
 */
export async function checkQuota(
  sql: Sql,
  kinds: QuotaKinds,
  { demand, subscriptionId, ...asked }: QuotaQuestion,
): Promise<CheckedQuota> {
  const place = { subscriptionId: subscriptionId.toLowerCase(), location: demand.location };
  const { isNoted, usages, readAt, sizes, holding } = await findQuota(sql, {
    ...place,
    sizeKeys: [demand.vmSize.toLowerCase(), demand.has.vmSize.toLowerCase()],
    computeKey: asked.computeKey,
    machines: kinds.machines,
    operations: kinds.operations,
  });
  if (!isNoted)
    await noteWantedReadings(sql, {
      subscriptionId: place.subscriptionId,
      locations: [place.location],
      what: ['usages', 'vm-sizes'],
    });
  const observedAt = readAt === null ? null : new Date(readAt);
  const held = heldBy(holding, kinds.demandOf, sizes);
  const known: KnownQuota = { usages, readAt: observedAt, sizes, held };
  const judgement = judgeQuota(demand, known, asked, new Date());
  return { ...judgement, checks: judgement.lines.map(shownLine), observedAt };
}
