import { z } from 'zod';

/** `resource.observed` of an AZURE_SUBSCRIPTION. What is missing is null where Azure was not asked for it. */
export const azureSubscriptionObservedSchema = z.object({
  displayName: z.string(),
  missingActions: z.array(z.string()).nullable(),
  missingProviders: z.array(z.string()).nullable(),
});
export type AzureSubscriptionObserved = z.infer<typeof azureSubscriptionObservedSchema>;
