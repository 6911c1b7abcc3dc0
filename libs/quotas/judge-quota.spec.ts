import { describe, expect, it } from 'vitest';
import {
  usageBody,
  usageOfHolder,
  type GivenUsage,
  type UsageShape,
} from '../../test/support/usages.js';
import type { ResourceBody } from '../resources/answers/resource-body.js';
import { observeUsages } from '../resources/vm-sizes/usage.observe.js';
import { observeVmSizes } from '../resources/vm-sizes/vm-size.observe.js';
import { judgeQuota, type QuotaJudgement } from './judge-quota.rules.js';
import { nothingHeld, type HeldQuota, type KnownQuota } from './known-quota.value.js';
import type { NodeNeeds, QuotaDemand } from './quota-demand.value.js';

const now = new Date('2026-11-29T12:00:00Z');
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

const sizes = observeVmSizes([
  { name: 'Standard_DS3_v2', family: 'standardDSv2Family', vCPUs: 4 },
  { name: 'Standard_DS4_v2', family: 'standardDSv2Family', vCPUs: 8 },
  { name: 'Standard_D8s_v3', family: 'standardDSv3Family', vCPUs: 8 },
  {
    name: 'Standard_ND96isr_H100_v5',
    family: 'standardNDSH100v5Family',
    vCPUs: 96,
    lowPriorityCapable: true,
  },
]);

const dsv2 = (used: number | null, limit: number): GivenUsage => ({
  name: 'standardDSv2Family',
  used,
  limit,
});
const dsv3 = (used: number, limit: number): GivenUsage => ({
  name: 'standardDSv3Family',
  used,
  limit,
});
const region = (used: number | null, limit: number): GivenUsage => ({
  name: 'TotalDedicatedCores',
  used,
  limit,
});
const low = (used: number, limit: number): GivenUsage => ({
  name: 'TotalLowPriorityCores',
  used,
  limit,
});
const computes = (used: number, limit: number): GivenUsage => ({
  name: 'TotalClusters',
  used,
  limit,
});
const lowDsv2 = { ...dsv2(0, -1), low: true };

const workspaceKey = '/subscriptions/s/resourcegroups/g/providers/x/workspaces/w';
const computeKey = `${workspaceKey}/computes/c`;

const nodes = (atOnce: number, atMost: number): NodeNeeds => ({
  atOnce,
  needed: Math.max(1, atOnce),
  atMost,
});

const cluster = (counts: NodeNeeds, more: Partial<QuotaDemand> = {}): QuotaDemand => ({
  vmSize: 'Standard_DS3_v2',
  vmPriority: 'DEDICATED',
  location: 'eastus',
  computeType: 'AmlCompute',
  nodes: counts,
  has: { vmSize: 'Standard_DS3_v2', nodes: 0 },
  isNew: true,
  field: 'vmSize',
  ...more,
});

interface Around extends Partial<KnownQuota> {
  shape?: UsageShape;
  others?: ResourceBody[];
}

function judge(
  demand: QuotaDemand,
  given: readonly GivenUsage[],
  { shape = 'real', others = [], ...known }: Around = {},
): QuotaJudgement {
  const usages = observeUsages([...given.map((line) => usageBody(line, shape)), ...others]);
  return judgeQuota(
    demand,
    { usages, readAt: minutesAgo(1), sizes, held: nothingHeld, ...known },
    { workspaceKey, computeKey },
    now,
  );
}

const numbers = ({ lines }: QuotaJudgement): unknown[] =>
  lines.map(({ scope, limit, used, requested, shortfall }) => [
    scope,
    limit,
    used,
    requested,
    shortfall,
  ]);

const said = ({ fits, refusedBy, shortOf, tooFewFor }: QuotaJudgement): unknown => ({
  fits,
  refusedBy: refusedBy?.scope,
  shortOf: shortOf?.scope,
  tooFewFor: tooFewFor?.scope,
});

describe.each<UsageShape>(['real', 'documented'])('usages as %s', (shape) => {
  it('count a cluster by its family, its region and the computes of the region', () => {
    const judged = judge(
      cluster(nodes(2, 4)),
      [dsv2(4, 24), lowDsv2, region(20, 40), computes(7, 9)],
      {
        shape,
      },
    );
    expect(numbers(judged)).toEqual([
      ['VM_FAMILY', 24, 4, 8, 0],
      ['REGION_DEDICATED', 40, 20, 8, 0],
      ['COMPUTE_COUNT', 9, 7, 1, 0],
    ]);
    expect(said(judged)).toMatchObject({ fits: true, refusedBy: undefined, shortOf: undefined });
  });

  it('with no limit of a low-priority family bind by the total of the region', () => {
    const asked = cluster(nodes(0, 4), { vmPriority: 'LOW_PRIORITY' });
    const judged = judge(asked, [lowDsv2, low(0, 0), dsv2(0, 24)], { shape });
    expect(numbers(judged).slice(0, 2)).toEqual([
      ['VM_FAMILY', -1, 0, 4, 0],
      ['REGION_LOW_PRIORITY', 0, 0, 4, 4],
    ]);
    expect(said(judged)).toMatchObject({ fits: false, refusedBy: 'REGION_LOW_PRIORITY' });
  });
});

describe('what is needed', () => {
  it('is room for one node though there is none at first, and all three needs are told', () => {
    const [family] = judge(cluster(nodes(0, 10)), [dsv2(0, 100), region(0, 100)]).lines;
    expect(family).toMatchObject({ requestedAtOnce: 0, requested: 4, requestedAtMost: 40 });
    const none = judge(cluster(nodes(0, 10)), [dsv2(0, 3), region(0, 100)]);
    expect(said(none)).toMatchObject({ fits: false, refusedBy: 'VM_FAMILY' });
  });

  it('is refused at a limit of 0 though the size is listed', () => {
    const judged = judge(cluster(nodes(0, 1)), [dsv2(0, 0), region(0, 100)]);
    expect(said(judged)).toMatchObject({ fits: false, refusedBy: 'VM_FAMILY' });
  });

  it('waits where others have the nodes now, and is refused where it wants them at once', () => {
    const usedUp = [dsv2(24, 24), region(24, 100)];
    expect(said(judge(cluster(nodes(0, 4)), usedUp))).toMatchObject({
      fits: false,
      refusedBy: undefined,
      shortOf: 'VM_FAMILY',
    });
    expect(said(judge(cluster(nodes(1, 4)), usedUp))).toMatchObject({ refusedBy: 'VM_FAMILY' });
  });

  it('is told to be too little for all nodes where the limit itself is', () => {
    const judged = judge(cluster(nodes(0, 10)), [dsv2(0, 24), region(0, 100)]);
    expect(said(judged)).toMatchObject({ fits: true, tooFewFor: 'VM_FAMILY' });
  });

  it('is one compute more, with or without nodes', () => {
    const full = [dsv2(0, 24), region(0, 100), computes(9, 9)];
    expect(said(judge(cluster(nodes(0, 1)), full))).toMatchObject({ refusedBy: 'COMPUTE_COUNT' });
    const standing = cluster(nodes(0, 1), { isNew: false });
    expect(said(judge(standing, full))).toMatchObject({ fits: true, refusedBy: undefined });
  });

  it("is counted by a workspace's share too", () => {
    const share = usageOfHolder(workspaceKey, 'standardDSv2Family', 8, 8);
    const other = usageOfHolder(`${workspaceKey}2`, 'standardDSv2Family', 0, 0);
    const judged = judge(cluster(nodes(1, 1)), [dsv2(8, 24), region(8, 100)], {
      others: [share, other],
    });
    expect(said(judged)).toMatchObject({ refusedBy: 'WORKSPACE' });
    const others = [other];
    const beside = judge(cluster(nodes(1, 1)), [dsv2(8, 24), region(8, 100)], { others });
    expect(said(beside)).toMatchObject({ fits: true, refusedBy: undefined });
  });
});

it('two lines of a family that have one name are told apart by their types', () => {
  const lines = [dsv2(24, 24), { ...dsv2(0, -1), low: true }].map((line) => ({
    ...usageBody(line, 'real'),
    name: { value: line.name, localizedValue: line.name },
  }));
  const judged = judge(cluster(nodes(1, 1)), [region(24, 100)], { others: lines.toReversed() });
  expect(numbers(judged)[0]).toEqual(['VM_FAMILY', 24, 24, 4, 4]);
});

describe('what is not known', () => {
  it('fits or not, nobody says: without use, without a line, a size, or any numbers', () => {
    const untold = judge(cluster(nodes(1, 1)), [dsv2(null, 24), region(null, 100)]);
    expect(said(untold)).toMatchObject({ fits: null, refusedBy: undefined, shortOf: undefined });
    expect(untold.lines[0]).toMatchObject({ used: null, shortfall: null });
    expect(said(judge(cluster(nodes(1, 1)), [region(0, 100)]))).toMatchObject({ fits: null });
    const other = cluster(nodes(1, 1), { vmSize: 'Standard_X1' });
    expect(said(judge(other, [dsv2(0, 24), region(0, 100)]))).toMatchObject({ fits: null });
    const unread = judge(cluster(nodes(1, 1)), [], { usages: null, readAt: null });
    expect(said(unread)).toMatchObject({ fits: null, refusedBy: undefined, shortOf: undefined });
  });

  it('is warned of where even the limit is below it, and refuses nothing', () => {
    const judged = judge(cluster(nodes(2, 2)), [dsv2(null, 4), region(null, 100)]);
    expect(said(judged)).toMatchObject({ fits: null, refusedBy: undefined, shortOf: 'VM_FAMILY' });
  });

  it('is short all the same where a line that is known is', () => {
    const judged = judge(cluster(nodes(2, 2)), [dsv2(null, 24), region(100, 100)]);
    expect(said(judged)).toMatchObject({ fits: false, refusedBy: 'REGION_DEDICATED' });
  });

  it('warns and does not refuse by numbers of long ago', () => {
    const short = [dsv2(24, 24), region(24, 100)];
    const judged = judge(cluster(nodes(1, 1)), short, { readAt: minutesAgo(16) });
    expect(said(judged)).toMatchObject({ fits: false, refusedBy: undefined, shortOf: 'VM_FAMILY' });
  });
});

describe('what operations hold', () => {
  const held = (cores: number): HeldQuota => ({
    computes: 1,
    vCpus: new Map([
      ['DEDICATED standarddsv2family', cores],
      ['DEDICATED ', cores],
    ]),
  });

  it('is no longer free, and refuses nothing by itself: Azure has not said so', () => {
    const judged = judge(cluster(nodes(2, 2)), [dsv2(0, 24), region(0, 100)], { held: held(20) });
    expect(judged.lines[0]).toMatchObject({ held: 20, requested: 8, shortfall: 4 });
    expect(said(judged)).toMatchObject({ fits: false, refusedBy: undefined, shortOf: 'VM_FAMILY' });
  });
});

describe('what has nodes already', () => {
  it('asks for those alone that it has not', () => {
    const grows = cluster(nodes(3, 4), {
      isNew: false,
      has: { vmSize: 'standard_ds3_v2', nodes: 2 },
    });
    const judged = judge(grows, [dsv2(20, 24), region(20, 100)]);
    expect(judged.lines[0]).toMatchObject({ requested: 4, requestedAtMost: 8, shortfall: 0 });
    expect(said(judged)).toMatchObject({ fits: true });
  });

  const resized = (vmSize: string): QuotaDemand =>
    cluster(nodes(1, 1), {
      vmSize,
      isNew: false,
      computeType: 'ComputeInstance',
      has: { vmSize: 'Standard_DS3_v2', nodes: 1 },
    });

  it('and is resized takes the difference of a family, all of another, and of the region the difference', () => {
    const given = [dsv2(20, 24), dsv3(0, 24), region(36, 40)];
    expect(numbers(judge(resized('Standard_DS4_v2'), given)).slice(0, 2)).toEqual([
      ['VM_FAMILY', 24, 20, 4, 0],
      ['REGION_DEDICATED', 40, 36, 4, 0],
    ]);
    expect(numbers(judge(resized('Standard_D8s_v3'), given)).slice(0, 2)).toEqual([
      ['VM_FAMILY', 24, 0, 8, 0],
      ['REGION_DEDICATED', 40, 36, 4, 0],
    ]);
  });

  const started = cluster(nodes(1, 1), {
    isNew: false,
    computeType: 'ComputeInstance',
    has: { vmSize: 'Standard_DS3_v2', nodes: null },
  });
  const full = [dsv2(24, 24), region(24, 100)];

  it('and is stopped holds its vCPUs where Azure counts it, or counts no compute by itself', () => {
    const own = usageOfHolder(computeKey.toUpperCase(), 'standardDSv2Family', 4, 24);
    expect(said(judge(started, full, { others: [own] }))).toMatchObject({ fits: true });
    expect(said(judge(started, full))).toMatchObject({ fits: true });
  });

  it('and is stopped has given them back where Azure counts others and not it', () => {
    const other = usageOfHolder(`${computeKey}2`, 'standardDSv2Family', 4, 24);
    expect(said(judge(started, full, { others: [other] }))).toMatchObject({
      fits: false,
      refusedBy: 'VM_FAMILY',
    });
  });
});

it('low-priority H100 fits nowhere, whatever is said of it', () => {
  const asked = cluster(nodes(1, 1), {
    vmSize: 'Standard_ND96isr_H100_v5',
    vmPriority: 'LOW_PRIORITY',
  });
  const judged = judge(asked, [
    { name: 'standardNDv5H100Family', low: true, used: 0, limit: -1 },
    low(0, 1000),
  ]);
  expect(judged).toMatchObject({ fits: false, isWithoutNodes: true, refusedBy: undefined });
});
