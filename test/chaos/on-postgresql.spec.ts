import { describe, it } from 'vitest';
import { isRedisAvailable } from '../support/redis.js';
import { Random } from './random.js';
import { survive } from './survive.js';

const timeout = 300_000;
const canEmptyRedis = isRedisAvailable() || Boolean(process.env['CI']);

describe(
  'with 200 operations in flight, every process killed again and again and every connection swallowed',
  { timeout },
  () => {
    it('every operation comes to its right end, nothing twice [queue on PostgreSQL]', async () => {
      await survive(Random.fromEnvironment(), false);
    });

    it.skipIf(!canEmptyRedis)(
      'every operation comes to its right end, nothing twice [queue on Redis]',
      async () => {
        await survive(Random.fromEnvironment(), true);
      },
    );
  },
);
