import { z } from 'zod';
import { numberText } from '#libs/kernel';

const text = z.string().catch('');

/** A row of the Retail Prices API, as far as prices are told by it (docs/azure-facts.md#prices). */
export const retailRowSchema = z.object({
  currencyCode: text,
  armRegionName: text,
  armSkuName: text,
  productName: text,
  skuName: text,
  meterName: text,
  unitOfMeasure: text,
  type: text,
  effectiveStartDate: text,
  retailPrice: z
    .unknown()
    .optional()
    .transform((value) => numberText(value) ?? ''),
  reservationTerm: z.string().nullish().catch(null),
});
export type RetailRow = z.infer<typeof retailRowSchema>;
