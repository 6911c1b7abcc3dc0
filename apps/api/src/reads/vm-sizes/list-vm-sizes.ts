import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { ArmPort } from '#libs/operations';
import { vmSizeSchema, type VmSize } from './vm-size.schema.js';

/** Lists the VM sizes of regions as Azure has them, each list kept for a minute. Rejects with ArmError. */
export function createVmSizeLister(arm: Pick<ArmPort, 'list'>) {
  const known = new LRUCache<string, readonly VmSize[]>({ max: 100, ttl: 60_000 });
  return async (subscriptionId: string, location: string): Promise<readonly VmSize[]> => {
    const path = `/subscriptions/${subscriptionId.toLowerCase()}/providers/Microsoft.MachineLearningServices/locations/${location}/vmSizes`;
    const kept = known.get(path);
    if (kept) return kept;
    const { value } = await arm.list(path, { timeoutMs: 10_000 });
    const sizes = z.array(vmSizeSchema).parse(value);
    known.set(path, sizes);
    return sizes;
  };
}
