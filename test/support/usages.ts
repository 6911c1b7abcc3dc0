import type { ResourceBody } from '../../libs/resources/answers/resource-body.js';

/** A line of usages as a spec says it: a family (or total), its tier, and how much of what is used. */
export interface GivenUsage {
  /** The machine name: standardDSv2Family, TotalDedicatedCores. */
  name: string;
  low?: boolean;
  used: number | null;
  limit: number;
}

export type UsageShape = 'real' | 'documented';

const provider = 'Microsoft.MachineLearningServices';
const totals: Readonly<Record<string, readonly [display: string, type: string]>> = {
  TotalClusters: ['Clusters', 'totalCores'],
  TotalDedicatedCores: ['Total Cluster Dedicated Regional vCPUs', 'dedicatedCores'],
  TotalLowPriorityCores: ['Total Cluster LowPriority Regional vCPUs', 'lowPriorityCores'],
};

const familyTypes = (low: boolean): Record<UsageShape, string> => ({
  real: `vmFamily/${low ? 'lowPriority' : 'dedicated'}Cores`,
  documented: 'vmFamily',
});

const displayOf = (family: string, low: boolean): string =>
  `${family.replace(/^standard ?/i, 'Standard ').replace(/ ?Family$/, ' Family')} Cluster ${low ? 'LowPriority' : 'Dedicated'} vCPUs`;

/** As Azure answers it: machine names and types that tell the tier, or as the documents' examples have it. */
export function usageBody(
  { name, low = false, used, limit }: GivenUsage,
  shape: UsageShape,
): ResourceBody {
  const [display, type] = totals[name] ?? [displayOf(name, low), familyTypes(low)[shape]];
  const segment = shape === 'real' ? '' : `/${display.replaceAll(' ', '_')}`;
  return {
    id: `/subscriptions/s/providers/${provider}/locations/eastus/usages${segment}`,
    type: `${provider}/${type}/usages`,
    unit: 'Count',
    currentValue: used,
    limit,
    name: { value: shape === 'real' ? name : display, localizedValue: display },
  };
}

/** The line of one compute, or of one workspace's share. */
export const usageOfHolder = (
  holder: string,
  family: string,
  used: number,
  limit: number,
): ResourceBody => ({
  id: `${holder}/usages/${displayOf(family, false).replaceAll(' ', '_')}`,
  type: `${provider}/workspaces${/\/computes\//i.test(holder) ? '/computes' : ''}/usages`,
  unit: 'Count',
  currentValue: used,
  limit,
  name: { value: family, localizedValue: displayOf(family, false) },
});
