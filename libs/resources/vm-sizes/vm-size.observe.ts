import { z } from 'zod';
import type { ResourceBody } from '../answers/resource-body.js';
import { familyKey } from './vm-family.rules.js';
import { observePrices, type EstimatedPrices } from './vm-price.observe.js';

export interface VmSizeFacts {
  family: string;
  vCpus: number;
  /** As Azure writes it; absent in what was read before it was kept, as those below. */
  name?: string;
  /** The family in the form that families compare by. */
  familyKey?: string;
  gpus?: number;
  memoryGb?: number;
  /** ARM's words for what it can be: AmlCompute, ComputeInstance. Null: Azure does not say. */
  computeTypes?: string[] | null;
  /** Whether low-priority nodes come in it. Null: Azure does not say. */
  lowPriority?: boolean | null;
  /** Absent where Azure tells none. */
  usdHour?: EstimatedPrices;
}

const sizeAnswer = z.object({
  name: z.string(),
  family: z.string().catch(''),
  vCPUs: z.number().catch(0),
  gpus: z.number().nullish().catch(null),
  memoryGB: z.number().nullish().catch(null),
  supportedComputeTypes: z.array(z.string()).nullish().catch(null),
  lowPriorityCapable: z.boolean().nullish().catch(null),
  estimatedVMPrices: z.unknown().optional().transform(observePrices),
});

/** What quota counts a VM size by, keyed by its name in lower case. */
export const observeVmSizes = (bodies: readonly ResourceBody[]): Record<string, VmSizeFacts> =>
  Object.fromEntries(
    bodies.flatMap((body) => {
      const size = sizeAnswer.safeParse(body).data;
      return size ? [[size.name.toLowerCase(), factsOf(size)]] : [];
    }),
  );

const factsOf = (size: z.infer<typeof sizeAnswer>): VmSizeFacts => ({
  family: size.family,
  vCpus: size.vCPUs,
  name: size.name,
  familyKey: familyKey(size.family),
  ...(typeof size.gpus === 'number' && { gpus: size.gpus }),
  ...(typeof size.memoryGB === 'number' && { memoryGb: size.memoryGB }),
  computeTypes: size.supportedComputeTypes ?? null,
  lowPriority: size.lowPriorityCapable ?? null,
  ...(Object.keys(size.estimatedVMPrices).length > 0 && { usdHour: size.estimatedVMPrices }),
});
