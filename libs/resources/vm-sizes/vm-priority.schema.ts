export const vmPriorities = ['DEDICATED', 'LOW_PRIORITY'] as const;
export type VmPriority = (typeof vmPriorities)[number];
