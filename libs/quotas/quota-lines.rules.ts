import { familyKey, type Usage } from '#libs/resources';
import { bindingLines, countingLine } from './binding-lines.rules.js';
import { demandedCores, heldKey, type DemandedCores } from './demanded-cores.rules.js';
import type { KnownQuota } from './known-quota.value.js';
import { quotaUnits, type QuotaLine, type QuotaScope } from './quota-check.value.js';
import type { QuotaDemand } from './quota-demand.value.js';

/** Which compute it is about: their ARM ids in lower case, null where there is none. */
export interface AskedCompute {
  workspaceKey: string | null;
  computeKey: string | null;
}

/** A line with what only the decision needs of it. */
export interface BoundLine extends QuotaLine {
  /** What there must be room for in all, what it has already included. */
  needed: number;
  /** The same with as many nodes as it may have. */
  most: number;
  /** False where the line says nothing of whether it fits. */
  counts: boolean;
}

/** A line as it is shown. */
export function shownLine(line: BoundLine): QuotaLine {
  const { needed: _, most: __, counts: ___, ...shown } = line;
  return shown;
}

/** Every line that a demand is counted by. Without those of vCPUs where it is not known how many the size has. */
export function quotaLines(
  demand: QuotaDemand,
  known: KnownQuota,
  { workspaceKey, computeKey }: AskedCompute,
): BoundLine[] {
  const usages = known.usages ?? [];
  const cores = demandedCores(demand, known.sizes, usages, computeKey);
  return [
    ...(cores ? coreLines(demand, cores, known, workspaceKey) : []),
    ...(demand.isNew ? [countLine(usages, known)] : []),
  ];
}

function coreLines(
  { vmPriority }: QuotaDemand,
  cores: DemandedCores,
  { usages, held }: KnownQuota,
  workspaceKey: string | null,
): BoundLine[] {
  const lines = bindingLines({ vmPriority, workspaceKey }, cores.size, usages ?? []);
  const heldOf = (family: string): number => held.vCpus.get(heldKey(vmPriority, family)) ?? 0;
  const ofFamily = heldOf(familyKey(cores.size.family));
  const family = lines.find(({ of }) => of === 'FAMILY');
  const region = lines.find(({ of }) => of === 'REGION');
  const counting = countingLine(vmPriority);
  const make = (scope: QuotaScope, line: Usage | undefined, name: string): BoundLine =>
    coreLine(scope, line, {
      name,
      cores,
      held: scope.startsWith('REGION') ? heldOf('') : ofFamily,
      counts: line !== undefined || counting === (scope === 'VM_FAMILY' ? 'FAMILY' : 'REGION'),
    });
  return [
    make('VM_FAMILY', family, cores.size.family),
    make(`REGION_${vmPriority}`, region, regionNames[vmPriority]),
    ...lines
      .filter(({ of }) => of === 'WORKSPACE_FAMILY')
      .map((line) => make('WORKSPACE', line, line.name)),
  ];
}

/** What Azure calls them. */
const regionNames = {
  DEDICATED: 'Total Cluster Dedicated Regional vCPUs',
  LOW_PRIORITY: 'Total Cluster LowPriority Regional vCPUs',
};

function coreLine(
  scope: QuotaScope,
  line: Usage | undefined,
  of: { name: string; cores: DemandedCores; held: number; counts: boolean },
): BoundLine {
  const { all, had } = of.cores;
  const own = scope.startsWith('REGION') ? had.ofRegion : had.ofFamily;
  const beyond = (vCpus: number): number => Math.max(0, vCpus - own);
  return withShortfall({
    scope,
    name: line?.name ?? of.name,
    unit: quotaUnits.vCpus,
    limit: line?.limit ?? null,
    used: line?.current ?? null,
    held: of.held,
    requested: beyond(all.needed),
    requestedAtOnce: beyond(all.atOnce),
    requestedAtMost: beyond(all.atMost),
    needed: all.needed,
    most: all.atMost,
    counts: of.counts,
  });
}

/** All computes of a region are counted too, with or without nodes. */
function countLine(usages: readonly Usage[], { held }: KnownQuota): BoundLine {
  const line = usages.find(({ of }) => of === 'COMPUTES');
  return withShortfall({
    scope: 'COMPUTE_COUNT',
    name: line?.name ?? 'Clusters',
    unit: quotaUnits.computes,
    limit: line?.limit ?? null,
    used: line?.current ?? null,
    held: held.computes,
    requested: 1,
    requestedAtOnce: 1,
    requestedAtMost: 1,
    needed: 1,
    most: 1,
    counts: line !== undefined,
  });
}

/** A limit of -1 is none: what binds then is another line (docs/azure-facts.md#usages). */
function withShortfall(line: Omit<BoundLine, 'shortfall'>): BoundLine {
  const { limit, used, held, requested } = line;
  if (limit !== null && limit < 0) return { ...line, shortfall: 0 };
  if (limit === null || used === null) return { ...line, shortfall: null };
  return { ...line, shortfall: requested === 0 ? 0 : Math.max(0, used + held + requested - limit) };
}
