import { LRUCache } from 'lru-cache';
import type { Sql } from '#libs/database';
import { vmSizeKey } from '#libs/resources';
import { findVCpus } from './v-cpus.repository.js';

/** What a size is called does not change; that Azure told something else about it is noticed all the same. */
const keepsMs = 3_600_000;
const mostKept = 5_000;

/** vCPUs of one machine; null: no region that was read has the size. */
export type FindVCpus = (sql: Sql, vmSize: string) => Promise<number | null>;

/** Finds how many vCPUs a machine of a size has, and remembers it for an hour once it is known. */
export function rememberVCpus(): FindVCpus {
  const known = new LRUCache<string, number>({ max: mostKept, ttl: keepsMs });
  return async (sql, vmSize) => {
    const key = vmSizeKey(vmSize);
    const found = known.get(key) ?? (await findVCpus(sql, key));
    if (found !== undefined) known.set(key, found);
    return found ?? null;
  };
}
