import type { ArmErrorRule } from './rule.js';

const quotaRemedy =
  'Ask for more vCPU quota for this VM family in this region (Azure portal: Machine Learning, Usage + quotas), lower the node counts, or delete clusters that hold quota: clusters at 0 nodes still do.';
const countRemedy =
  'The subscription holds as many resources of this type as it may: delete some or ask Azure for a higher limit.';

const quota = { cause: 'quota', retry: 'LATER' } as const;

export const quotaCodes: readonly ArmErrorRule[] = [
  {
    ...quota,
    code: 'ClusterMinNodesExceedCoreQuota',
    armCodes: ['clusterminnodesexceedcorequota'],
    remedy: `The cluster's minimum node count needs more vCPUs than the subscription may use. ${quotaRemedy}`,
  },
  {
    ...quota,
    code: 'ClusterCoreQuotaReached',
    armCodes: ['clustercorequotareached', 'jobnodecountexceedscorequota'],
    remedy: `The cluster stands but cannot grow. ${quotaRemedy}`,
  },
  {
    ...quota,
    code: 'ResourceQuotaExceeded',
    armCodes: ['resourcequotaexceeded'],
    codePattern: /(?:CountLimitReached|LimitExceeded|CountPerSubscriptionExceeded)$/i,
    remedy: countRemedy,
  },
  {
    ...quota,
    code: 'QuotaExceeded',
    armCodes: ['quotaexceeded', 'outofquota'],
    codePattern: /CoreQuota|VCPUQuota|QuotaReached/i,
    remedy: quotaRemedy,
  },
];

/** Where the code says nothing. */
export const quotaTexts: readonly ArmErrorRule[] = [
  {
    // Batch's word for clusters, also misspelt as Azure does.
    ...quota,
    code: 'ResourceQuotaExceeded',
    text: /quota limits? of Microsoft\.Batch|\bmaximum number of (?:clusters|computes|workspaces|instances)/i,
    remedy: countRemedy,
  },
  {
    ...quota,
    code: 'QuotaExceeded',
    text: /exceed\w*\b.*\bquota|quota\b.*\bexceed|\bcore quota\b|vCPU quota|quota limit|not enough (?:\w+ ){0,2}quota|specialty sku/is,
    remedy: quotaRemedy,
  },
];
