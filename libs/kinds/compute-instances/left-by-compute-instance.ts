import type { Leaving, Left } from '#libs/operations';

/** A machine that stands still costs less, and not nothing (docs/azure-facts.md#compute-instances). */
export const leftByComputeInstance = ({ armId, operation }: Left): Leaving[] =>
  operation === 'COMPUTE_INSTANCE_STOP'
    ? [{ armId, note: 'Its disk and its load balancer are billed while it is stopped.' }]
    : [];
