import { familyKey, type VmPriority } from '#libs/resources';

/** Azure Machine Learning has no low-priority nodes of these, whatever vmSizes says (docs/azure-facts.md#usages). */
const refusedFamilies: ReadonlySet<string> = new Set([familyKey('standardNDSH100v5Family')]);

/** Whether a cluster of low-priority nodes of this family would be made and never get any. */
export const isLowPriorityRefused = (vmPriority: VmPriority, family: string): boolean =>
  vmPriority === 'LOW_PRIORITY' && refusedFamilies.has(familyKey(family));
