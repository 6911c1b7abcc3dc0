import type { PricedSize } from './price-table.js';

/** What a machine costs an hour, USD. */
export interface HourlyPrices {
  linux: number;
  windows: number;
  /** Undefined where it is not sold so. */
  lowPriority: number | undefined;
  windowsLowPriority: number | undefined;
}

/** What Windows costs beside the machine, USD an hour and vCPU. */
const windowsPerVCpu = 0.046;

/** Told by a user in public; beside these, low priority of the A100 is known nowhere (data/README.md). */
const toldLowPriority: Readonly<Record<string, number>> = {
  'Standard_NC96ads_A100_v4 canadacentral': 8.82,
  'Standard_ND96amsr_A100_v4 canadaeast': 7.865,
};

const rounded = (price: number): number => Number(price.toFixed(6));

/** Undefined where the size is not sold in the region. */
export function pricesOfSize(size: PricedSize, region: string): HourlyPrices | undefined {
  const listed = size.prices.get(region);
  if (!listed) return undefined;
  const forWindows = windowsPerVCpu * size.vCpus;
  const price = Number(listed.usdHour);
  const linux = rounded(listed.isOfWindows ? price - forWindows : price);
  const windows = rounded(linux + forWindows);
  return { linux, windows, ...lowPriorityOf(size, region, linux) };
}

function lowPriorityOf(
  size: PricedSize,
  region: string,
  linux: number,
): Pick<HourlyPrices, 'lowPriority' | 'windowsLowPriority'> {
  const told = toldLowPriority[`${size.name} ${region}`];
  if (told !== undefined) return { lowPriority: told, windowsLowPriority: undefined };
  const there = size.lowPriority && Number(size.lowPriority.usdHour);
  const dedicatedThere = Number(size.prices.get('westeurope')?.usdHour ?? '0');
  if (there === undefined || dedicatedThere === 0)
    return { lowPriority: undefined, windowsLowPriority: undefined };
  const here =
    region === 'westeurope' ? there : Number(((linux * there) / dedicatedThere).toPrecision(3));
  return size.lowPriority?.isOfWindows
    ? { lowPriority: undefined, windowsLowPriority: here }
    : { lowPriority: here, windowsLowPriority: rounded(here * 2) };
}
