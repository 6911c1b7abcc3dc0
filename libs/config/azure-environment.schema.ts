import { z } from 'zod';

const optionalText = z.string().trim().min(1).optional();

/** What `@azure/identity` is known to read; an empty variable counts as absent. */
export const azureEnvironmentSchema = z.object({
  AZURE_AUTHORITY_HOST: z.url({ protocol: /^https$/, error: 'must be an https:// URL' }).optional(),
  AZURE_TOKEN_CREDENTIALS: optionalText,
  AZURE_TENANT_ID: z
    .string()
    .trim()
    .regex(/^[\w.-]+$/, { error: 'must be a tenant id or one of its domains' })
    .optional(),
  AZURE_CLIENT_ID: optionalText,
  AZURE_CLIENT_SECRET: optionalText,
  AZURE_CLIENT_CERTIFICATE_PATH: optionalText,
  AZURE_CLIENT_CERTIFICATE_PASSWORD: optionalText,
  AZURE_CLIENT_SEND_CERTIFICATE_CHAIN: z
    .string()
    .optional()
    .transform((text) => ['true', '1'].includes(text?.toLowerCase() ?? '')),
  AZURE_FEDERATED_TOKEN_FILE: optionalText,
  NODE_EXTRA_CA_CERTS: optionalText,
});

export type AzureEnvironment = z.infer<typeof azureEnvironmentSchema>;
