import { priceTable } from '../../retail-prices/price-table.js';
import { pricesOfSize } from '../../retail-prices/prices-of-size.js';
import type { ArmResourceType } from '../arm-request.js';
import { locationOf } from '../locations.js';
import { machineLearningVersions } from '../workspaces/workspace-routes.js';
import { supportsInstances, vmSizes, type VmSize } from './vm-sizes.js';

/** VM sizes of a region: the same everywhere here, and not their prices. */
export function vmSizeRoutes(): ArmResourceType {
  return {
    type: 'Microsoft.MachineLearningServices/locations/vmSizes',
    apiVersions: machineLearningVersions,
    routes: [
      {
        method: 'GET',
        path: '/subscriptions/{subscriptionId}/providers/Microsoft.MachineLearningServices/locations/{location}/vmSizes',
        handle: ({ parameters }) => {
          const region = locationOf(parameters.location, 'locations/vmSizes');
          return { status: 200, body: { value: vmSizes.map((size) => viewVmSize(size, region)) } };
        },
      },
    ],
  };
}

export const viewVmSize = (size: VmSize, region: string): object => ({
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
    values: prices(size, region),
  },
  supportedComputeTypes: supportsInstances(size)
    ? ['AmlCompute', 'ComputeInstance']
    : ['AmlCompute'],
});

/** To the cent, as in all of Microsoft's examples (docs/azure-facts.md#prices). */
const cents = (price: number): number => Math.round(price * 100) / 100;

/** None of sizes that are sold no more. */
function prices({ name, lowPriorityCapable }: VmSize, region: string): object[] {
  const size = priceTable().find(name);
  const hourly = size && pricesOfSize(size, region);
  if (!hourly) return [];
  const { lowPriority, windowsLowPriority } = hourly;
  const low: readonly (readonly [string, number | undefined])[] = lowPriorityCapable
    ? [
        ['Windows', windowsLowPriority],
        ['Linux', lowPriority],
      ]
    : [];
  return [
    { retailPrice: cents(hourly.windows), osType: 'Windows', vmTier: 'Standard' },
    ...low.flatMap(([osType, price]) =>
      price === undefined ? [] : [{ retailPrice: cents(price), osType, vmTier: 'LowPriority' }],
    ),
    { retailPrice: cents(hourly.linux), osType: 'Linux', vmTier: 'Standard' },
  ];
}
