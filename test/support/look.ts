import type { Pool } from 'pg';
import {
  lookAtWatches,
  LookPace,
  type DueOperation,
  type LookDependencies,
} from '#libs/operations';
import { systemClock } from '#libs/kernel';
import type { FakeArm } from './fake-arm.js';
import { kinds } from '#libs/kinds';

/** What a look needs, on a real database and a fake ARM. */
export function lookerForTests(
  pool: Pool,
  arm: FakeArm,
  overrides: Partial<LookDependencies> = {},
): LookDependencies {
  return {
    pool,
    arm,
    clock: systemClock,
    pace: new LookPace(pool, systemClock),
    findDuration: () => undefined,
    random: () => 0,
    isAtWork: (body) => kinds.isAtWork(body),
    due: async () => undefined,
    ...overrides,
  };
}

/** Looks at every watch now, as if its time had come; answers the operations that became due. */
export async function lookAtAll(
  pool: Pool,
  arm: FakeArm,
  overrides: Partial<LookDependencies> = {},
): Promise<DueOperation[]> {
  const found: DueOperation[] = [];
  const due = async (operations: readonly DueOperation[]) => void found.push(...operations);
  await pool.query(`UPDATE watch SET look_at = now() - interval '1 second'`);
  await lookAtWatches(
    lookerForTests(pool, arm, { due, ...overrides }),
    10_000,
    new AbortController().signal,
  );
  return found;
}
