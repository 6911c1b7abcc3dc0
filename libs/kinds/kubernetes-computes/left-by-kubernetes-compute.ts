import type { Leaving, Left } from '#libs/operations';

/** Detaching leaves the cluster as it is, with its extension. */
export function leftByKubernetesCompute({ observed, desired, operation }: Left): Leaving[] {
  const { clusterArmId } = { ...desired, ...observed } as { clusterArmId?: string | null };
  return operation === 'KUBERNETES_COMPUTE_DETACH' && clusterArmId
    ? [{ armId: clusterArmId, note: 'The cluster stays, with its extension and its nodes.' }]
    : [];
}
