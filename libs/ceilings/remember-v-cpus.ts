import { LRUCache } from 'lru-cache';
import type { Sql } from '#libs/database';
import { vmSizeKey } from '#libs/resources';
import { findVCpus } from './v-cpus.repository.js';

/** What a size is called does not change; that Azure told something else about it is noticed all the same. */
const keepsMs = 3_600_000;
/** A worker may be reading a region that has it. */
const unknownKeepsMs = 2_000;
const mostKept = 5_000;

/** vCPUs of one machine; null: no region that was read has the size. */
export type FindVCpus = (sql: Sql, vmSize: string) => Promise<number | null>;

/** Finds how many vCPUs a machine of a size has, and remembers it for an hour; for two seconds where no region tells. */
export function rememberVCpus(): FindVCpus {
  const known = new LRUCache<string, { vCpus: number | null }>({ max: mostKept });
  return async (sql, vmSize) => {
    const key = vmSizeKey(vmSize);
    const remembered = known.get(key);
    if (remembered) return remembered.vCpus;
    const vCpus = (await findVCpus(sql, key)) ?? null;
    known.set(key, { vCpus }, { ttl: vCpus === null ? unknownKeepsMs : keepsMs });
    return vCpus;
  };
}
