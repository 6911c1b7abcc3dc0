import type { Sql } from '#libs/database';
import {
  estimateCost,
  type BilledCompute,
  type Ceiling,
  type EstimatePrices,
} from '#libs/estimates';
import type { FindVCpus } from './remember-v-cpus.js';

/** What a compute comes to that is billed like this: null, where its settings do not say how. `hourly`: where it was worked out already. */
export async function ceilingOf(
  sql: Sql,
  findVCpus: FindVCpus,
  billed: BilledCompute | null,
  prices: EstimatePrices,
  hourly = hourlyOf(billed, prices),
): Promise<Ceiling> {
  const machines = billed?.machines;
  if (!machines) return { vCpus: null, hourly: null };
  const each = await findVCpus(sql, machines.vmSize);
  return { vCpus: each === null ? null : each * machines.most, hourly };
}

const hourlyOf = (billed: BilledCompute | null, prices: EstimatePrices): Ceiling['hourly'] =>
  estimateCost([{ name: '', before: null, after: billed }], prices, null).hourlyCeiling;
