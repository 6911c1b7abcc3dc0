import type { ArmBody } from '#libs/operations';

/** An AmlCompute at rest as ARM answers it; `settings` over its own. */
export const armCluster = (armId: string, settings: object = {}, tags: object = {}): ArmBody => ({
  id: armId,
  location: 'eastus',
  tags,
  identity: { type: 'None' },
  properties: {
    computeType: 'AmlCompute',
    provisioningState: 'Succeeded',
    properties: {
      vmSize: 'STANDARD_D3_V2',
      scaleSettings: { maxNodeCount: 2, minNodeCount: 0, nodeIdleTimeBeforeScaleDown: 'PT120S' },
      allocationState: 'Steady',
      currentNodeCount: 0,
      ...settings,
    },
  },
});
