import { expect, it } from 'vitest';
import { Random } from './random.js';
import { survive } from './survive.js';

/** `npm run chaos -- 10000`; on Redis, where there is one more thing to empty and to swallow. */
const operations = Number(process.env['ARMATURE_CHAOS_OPERATIONS'] ?? 200);

it(
  `${operations} operations: none lost, none doubled, none stuck`,
  { timeout: operations * 2_000 + 600_000 },
  async () => {
    const random = Random.fromEnvironment();
    console.log(`ARMATURE_CHAOS_SEED=${random.seed}`);
    const { endings, ...survival } = await survive(random, true, operations);
    for (const ending of endings) console.log(ending);
    const ends = endings.length;
    console.log({ operations, lost: 0, doubled: 0, stuck: 0, ends, ...survival });
    expect(survival.inFlight).toBeGreaterThan(0);
  },
);
