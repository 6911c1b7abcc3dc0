import { describe, it } from 'vitest';
import { isRedisAvailable } from '../support/redis.js';
import { Random } from './random.js';
import { inChaos, survive, timeout } from './survive.js';

const canEmptyRedis = isRedisAvailable() || Boolean(process.env['CI']);

describe.skipIf(!canEmptyRedis)(inChaos, { timeout }, () => {
  it('every operation comes to its right end, nothing twice [queue on Redis]', async () => {
    await survive(Random.fromEnvironment(), true);
  });
});
