import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { distrustIdle } from './distrust-idle.js';
import { EndingPool } from './ending-pool.js';
import { clientSending, type Statements } from './name-statements.js';
import {
  answerTimeoutMs,
  poolSettingsFor,
  statementLimitMs,
  type Connections,
} from './pool-settings.js';

export interface DatabaseOptions {
  /** Connection string of an application role. */
  url: string;
  /** Connections at most; 10 unless told. */
  maxConnections?: number;
  /** What `pg_stat_activity` calls us. */
  applicationName: string;
  /** `named` unless told. */
  statements?: Statements;
  /** As checkDatabase found them; `own` unless told. */
  connections?: Connections;
  /**
   * How long PostgreSQL lets a statement run, milliseconds, and half as long wait for a lock; six seconds unless told.
   * Infinity is for jobs that read all there is while a person waits, and never for what serves others.
   */
  statementLimitMs?: number;
  /** Told when an idle connection breaks; the pool replaces it by itself. */
  onConnectionLost?: (error: Error) => void;
}

export interface Database {
  pool: pg.Pool;
  /** Ends every connection; running statements are waited for, seven seconds at most. */
  close(): Promise<void>;
}

/**
 * Opens one pool. Connects lazily, so it succeeds while PostgreSQL is down; statements then reject until it is back.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new EndingPool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName,
    ...poolSettingsFor(options.statementLimitMs ?? statementLimitMs, options.connections ?? 'own'),
    Client: clientSending(options.statements ?? 'named'),
  });
  pool.on('error', (error) => options.onConnectionLost?.(error));
  distrustIdle(pool);
  return { pool, close: () => closePool(pool) };
}

async function closePool(pool: pg.Pool): Promise<void> {
  if (pool.ended) return;
  // Behind a dead hop nobody answers the goodbye.
  await Promise.race([pool.end(), sleep(answerTimeoutMs, undefined, { ref: false })]);
}
