import type { Sql } from '#libs/database';
import type { Ceiling, FindEstimatePrices } from '#libs/estimates';
import { subscriptionOf } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { ceilingOf } from './ceiling-of.js';
import { larger } from './larger.rules.js';
import type { FindVCpus } from './remember-v-cpus.js';
import { standingSettings } from './standing-settings.js';
import { pickComputes, writeWeighed, type Unweighed, type Weighed } from './weighing.repository.js';

export interface WeighDependencies {
  pool: Sql;
  findPrices: FindEstimatePrices;
  findVCpus: FindVCpus;
}

const atOnce = 200;
const first = '00000000-0000-0000-0000-000000000000';

/**
 * Weighs computes: what they come to at most, as limits of teams count it. `changed`: those that changed of late and were not weighed
 * since; `every`: all, by the prices of now. Any number of workers may.
 */
export async function weighComputes(
  deps: WeighDependencies,
  which: 'changed' | 'every',
  signal: AbortSignal,
): Promise<void> {
  const { pool } = deps;
  let after = first;
  for (;;) {
    signal.throwIfAborted();
    const rows = await pickComputes(pool, which, {
      machines: kinds.machines,
      after,
      limit: atOnce,
    });
    const weighed: Weighed[] = [];
    for (const row of rows) weighed.push(await weigh(deps, row));
    if (weighed.length > 0) await writeWeighed(pool, weighed);
    const last = rows.at(-1);
    if (!last || rows.length < atOnce) return;
    after = last.id;
  }
}

/** The larger of what Azure has and what is asked for: one of them is on its way to the other. */
async function weigh(deps: WeighDependencies, row: Unweighed): Promise<Weighed> {
  const asked = await settingsWeighed(deps, row, kinds.read(row).desired);
  const standing = await settingsWeighed(deps, row, standingSettings(row));
  const { vCpus, hourly } = larger(asked, standing);
  const { id, changedAt, weighedAt } = row;
  const { amount = null, currency = null } = hourly ?? {};
  return { id, changedAt, weighedAt, vCpus, hourly: amount, currency };
}

async function settingsWeighed(
  { pool, findPrices, findVCpus }: WeighDependencies,
  { kind, armId }: Unweighed,
  settings: object,
): Promise<Ceiling> {
  const billed = kinds.of(kind).billed?.(settings) ?? null;
  const subscriptionId = subscriptionOf(armId);
  const prices = await findPrices(pool, { subscriptionId, billed: [billed], fresh: false });
  return ceilingOf(pool, findVCpus, billed, prices);
}
