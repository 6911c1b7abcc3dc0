import type pg from 'pg';
import { isUnanswered } from './database-failure.js';

/**
 * One connection on which nobody answers is seldom alone: the idle ones behind the same hop are as dead, and each would
 * cost somebody the wait to find out. They are closed, and the pool opens new ones as they are needed.
 */
export function distrustIdle(pool: pg.Pool): void {
  pool.on('release', (error) => {
    if (!isUnanswered(error) || pool.ended) return;
    for (let idle = pool.idleCount; idle > 0; idle -= 1)
      pool.connect((_error, _client, release) => release(true));
  });
}
