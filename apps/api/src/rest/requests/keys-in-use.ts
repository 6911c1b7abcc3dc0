import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { endingWith, prepared } from '#libs/database';
import { isUuid } from '#libs/kernel';
import { SETTINGS, type ApiSettings } from '../../parts/parts.js';

interface Take {
  principalId: string;
  key: string;
  token: string;
  seconds: number;
}

/** One process takes a key; what a process left that died is taken over once its time is past. */
const take = prepared<Take, { token: string }>`
INSERT INTO idempotency_key_in_use (principal_id, key, token, until)
VALUES (${'principalId'}::uuid, ${'key'}::uuid, ${'token'}::uuid, now() + ${'seconds'} * interval '1 second')
ON CONFLICT (principal_id, key) DO UPDATE SET token = excluded.token, until = excluded.until
  WHERE idempotency_key_in_use.until < now()
RETURNING token`;

const release = prepared<{ token: string }>`
DELETE FROM idempotency_key_in_use WHERE token = ${'token'}::uuid OR until < now() - interval '1 hour'`;

/**
 * Idempotency keys of requests that are being accepted at this moment, by whatever process of the API: a second request
 * with such a key is told so and does not wait.
 */
@Injectable()
export class KeysInUse {
  constructor(
    private readonly pool: Pool,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** Runs `work` while the key is taken; undefined where it is already. */
  async during<T>(
    principalId: string,
    key: string,
    work: () => Promise<T>,
  ): Promise<T | undefined> {
    // What is no key is refused where it is read.
    if (!isUuid(key)) return work();
    const token = randomUUID();
    const seconds = this.settings.http.deadlineSeconds + 5;
    const { rows } = await this.pool.query(take({ principalId, key, token, seconds }));
    if (rows.length === 0) return undefined;
    try {
      return await work();
    } finally {
      // Whoever has left lets go too. Where the database is away, the time of the key does.
      await endingWith(undefined, () => this.pool.query(release({ token }))).catch(() => undefined);
    }
  }
}
