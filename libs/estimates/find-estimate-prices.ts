import type { Sql } from '#libs/database';
import { findRegionPrices, type PriceSettings, type RegionPrices } from '#libs/prices';
import type { BilledCompute } from './billed-compute.value.js';
import type { EstimatePrices } from './estimate-prices.value.js';

/** The prices of all that is billed, in one statement a region. `subscriptionId`: whose prices of Azure Machine Learning count. */
export async function findEstimatePrices(
  sql: Sql,
  settings: PriceSettings,
  subscriptionId: string | null,
  billed: readonly (BilledCompute | null)[],
): Promise<EstimatePrices> {
  const machines = billed.flatMap((one) => one?.machines ?? []);
  const found: RegionPrices[] = [];
  for (const [location, there] of Map.groupBy(machines, (one) => one.location)) {
    const vmSizes = [...new Set(there.map(({ vmSize }) => vmSize))];
    found.push(
      await findRegionPrices(sql, settings, {
        location,
        vmSizes,
        vmPriority: null,
        subscriptionId,
      }),
    );
  }
  return {
    currency: settings.currency,
    machines: found.flatMap((one) => one.machines),
    osDisks: found.map((one) => one.osDisk),
  };
}
