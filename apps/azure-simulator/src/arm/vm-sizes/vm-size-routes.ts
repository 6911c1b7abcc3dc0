import type { ArmResourceType } from '../arm-request.js';
import { locationOf } from '../locations.js';
import { machineLearningVersions } from '../workspaces/workspace-routes.js';
import { supportsInstances, vmSizes, type VmSize } from './vm-sizes.js';

/** VM sizes of a region: the same everywhere here. */
export function vmSizeRoutes(): ArmResourceType {
  return {
    type: 'Microsoft.MachineLearningServices/locations/vmSizes',
    apiVersions: machineLearningVersions,
    routes: [
      {
        method: 'GET',
        path: '/subscriptions/{subscriptionId}/providers/Microsoft.MachineLearningServices/locations/{location}/vmSizes',
        handle: ({ parameters }) => {
          locationOf(parameters.location, 'locations/vmSizes');
          return { status: 200, body: { value: vmSizes.map(viewVmSize) } };
        },
      },
    ],
  };
}

export const viewVmSize = (size: VmSize): object => ({
  name: size.name,
  family: size.family,
  vCPUs: size.vCpus,
  gpus: size.gpus,
  osVhdSizeMB: 1_047_552,
  maxResourceVolumeMB: size.resourceVolumeGb * 1024,
  memoryGB: size.memoryGb,
  lowPriorityCapable: size.lowPriorityCapable,
  premiumIO: size.premiumIo,
  estimatedVMPrices: {
    billingCurrency: 'USD',
    unitOfMeasure: 'OneHour',
    values: prices(size),
  },
  supportedComputeTypes: supportsInstances(size)
    ? ['AmlCompute', 'ComputeInstance']
    : ['AmlCompute'],
});

const cents = (price: number): number => Math.round(price * 100) / 100;

const prices = ({ price, lowPriorityCapable }: VmSize): object[] => [
  { retailPrice: price, osType: 'Linux', vmTier: 'Standard' },
  { retailPrice: cents(price * 1.6), osType: 'Windows', vmTier: 'Standard' },
  ...(lowPriorityCapable
    ? [
        { retailPrice: cents(price * 0.2), osType: 'Linux', vmTier: 'LowPriority' },
        { retailPrice: cents(price * 0.64), osType: 'Windows', vmTier: 'LowPriority' },
      ]
    : []),
];
