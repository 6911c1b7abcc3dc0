import { z } from 'zod';
import { observePrices } from '#libs/resources';

/** A VM size as Azure Machine Learning lists it for a region. */
export const vmSizeSchema = z
  .object({
    name: z.string(),
    family: z.string().nullish(),
    vCPUs: z.number().nullish(),
    gpus: z.number().nullish(),
    memoryGB: z.number().nullish(),
    lowPriorityCapable: z.boolean().nullish(),
    supportedComputeTypes: z.array(z.string()).nullish(),
    estimatedVMPrices: z.unknown().optional().transform(observePrices),
  })
  .transform(({ vCPUs, memoryGB, estimatedVMPrices, ...size }) => ({
    ...size,
    vCpus: vCPUs,
    memoryGb: memoryGB,
    usdHour: estimatedVMPrices,
  }));
export type VmSize = z.infer<typeof vmSizeSchema>;
