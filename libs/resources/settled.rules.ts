import type { ProvisioningState } from './resource.js';

/** Whether nothing more is going to happen by itself. An unknown word is still under way. */
export const isSettled = (state: ProvisioningState): boolean =>
  state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELED';
