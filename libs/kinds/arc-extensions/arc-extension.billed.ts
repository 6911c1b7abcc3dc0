import type { BilledCompute } from '#libs/estimates';

/** The extension runs on the cluster's own nodes; where training is on, it has Azure make these two. */
export const billedArcExtension = (): BilledCompute => ({
  machines: null,
  loadBalancers: { least: 0, most: 0 },
  osDisks: 0,
  byUse: ['Service Bus', 'Azure Relay', 'data transfer'],
  assumptions: ['It runs on nodes of the cluster, which are paid there.'],
});
