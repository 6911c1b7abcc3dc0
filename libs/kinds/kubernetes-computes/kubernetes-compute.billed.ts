import type { BilledCompute } from '#libs/estimates';

/** Whoever runs the cluster pays for its nodes: the attachment costs nothing. */
export const billedKubernetesCompute = (): BilledCompute => ({
  machines: null,
  loadBalancers: { least: 0, most: 0 },
  osDisks: 0,
  byUse: [],
  assumptions: [
    'Nothing is billed for it: its nodes are those of the attached cluster, and are paid there.',
  ],
});
