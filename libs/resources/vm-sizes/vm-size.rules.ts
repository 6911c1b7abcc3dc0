import { nothing, refusal, type FieldPath, type Findings } from '../findings.rules.js';

/**
 * Refuses what cannot be a VM size. The form is as far as a rule can go: which sizes a region has only Azure knows
 * (docs/azure-facts.md#usages).
 */
export function checkVmSize(vmSize: string, field: FieldPath = ['input', 'vmSize']): Findings {
  if (/^standard_[a-z0-9_-]{1,60}$/i.test(vmSize)) return nothing;
  return refusal(
    'SIZE_NOT_SUPPORTED',
    field,
    `'${vmSize}' is not a VM size such as Standard_DS3_v2.`,
  );
}

/**
 * Sizes come back in another case than they were asked in (docs/azure-facts.md#compute-clusters): compare and filter by
 * this.
 */
export const vmSizeKey = (vmSize: string): string => vmSize.toLowerCase();
