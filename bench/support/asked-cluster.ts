let names = 0;

/** One of the ids after the other. */
export const next = (ids: readonly string[]): string => ids[names % ids.length] ?? '';

/** The input of a cluster of a new name. */
export const askedCluster = (workspaceId: string) => ({
  workspaceId,
  name: `bench${names++}`,
  vmSize: 'STANDARD_D3_V2',
  scale: { minNodeCount: 0, maxNodeCount: 4, nodeIdleTimeBeforeScaleDown: 'PT120S' },
  costTags: [
    { key: 'owner', value: 'bench' },
    { key: 'environment', value: 'bench' },
  ],
});
