import type { Sql } from '#libs/database';
import {
  estimateCost,
  type BilledCompute,
  type Ceiling,
  type EstimatePrices,
} from '#libs/estimates';
import type { FindVCpus } from './remember-v-cpus.js';

/** What a compute comes to that is billed like this: null, where its settings do not say how. */
export async function ceilingOf(
  sql: Sql,
  findVCpus: FindVCpus,
  billed: BilledCompute | null,
  prices: EstimatePrices,
): Promise<Ceiling> {
  const machines = billed?.machines;
  if (!machines) return { vCpus: null, hourly: null };
  const each = await findVCpus(sql, machines.vmSize);
  const { hourlyCeiling } = estimateCost([{ name: '', before: null, after: billed }], prices, null);
  return { vCpus: each === null ? null : each * machines.most, hourly: hourlyCeiling };
}
