import { describe, it } from 'vitest';
import { Random } from './random.js';
import { inChaos, survive, timeout } from './survive.js';

describe(inChaos, { timeout }, () => {
  it('every operation comes to its right end, nothing twice [queue on PostgreSQL]', async () => {
    await survive(Random.fromEnvironment(), false);
  });
});
