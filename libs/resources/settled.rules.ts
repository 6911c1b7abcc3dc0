import type { ProvisioningState } from './resource.js';

/** True if Azure has finished with it. An unknown state counts as unfinished. */
export const isSettled = (state: ProvisioningState): boolean =>
  state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELED';
