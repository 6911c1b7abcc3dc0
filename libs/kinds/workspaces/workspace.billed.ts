import type { BilledCompute } from '#libs/estimates';

/** A workspace has no price of its own; what it leans on is billed by use. */
export const billedWorkspace = (): BilledCompute => ({
  machines: null,
  loadBalancers: { least: 0, most: 0 },
  osDisks: 0,
  byUse: ['storage', 'key vault', 'Log Analytics', 'container registry', 'data transfer'],
  assumptions: ['A workspace is billed by nothing but what it leans on.'],
});
