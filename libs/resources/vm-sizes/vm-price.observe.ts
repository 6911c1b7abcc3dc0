import { z } from 'zod';
import { numberText } from '#libs/kernel';
import type { VmPriority } from './vm-priority.schema.js';

/** USD an hour with Linux, as Azure Machine Learning tells it: to the cent (docs/azure-facts.md#prices). */
export type EstimatedPrices = Partial<Record<VmPriority, string>>;

const tiers: Readonly<Record<string, VmPriority>> = {
  standard: 'DEDICATED',
  lowpriority: 'LOW_PRIORITY',
};

const estimatedSchema = z.object({
  billingCurrency: z.literal('USD'),
  unitOfMeasure: z.literal('OneHour'),
  values: z.array(
    z.object({
      osType: z.string().catch(''),
      vmTier: z.string().catch(''),
      retailPrice: z.unknown().optional().transform(numberText),
    }),
  ),
});

/** Of a size's `estimatedVMPrices`; without tiers that have none, where a price of 0 is none. */
export function observePrices(estimated: unknown): EstimatedPrices {
  const values = estimatedSchema.safeParse(estimated).data?.values ?? [];
  return Object.fromEntries(
    values.flatMap(({ osType, vmTier, retailPrice }) => {
      const tier = tiers[vmTier.toLowerCase()];
      const isPrice = retailPrice !== undefined && Number(retailPrice) > 0;
      return tier && isPrice && osType.toLowerCase() === 'linux' ? [[tier, retailPrice]] : [];
    }),
  );
}
