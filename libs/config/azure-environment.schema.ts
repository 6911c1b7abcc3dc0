import { z } from 'zod';

const optionalText = z.string().trim().min(1).optional();

/** What `@azure/identity` is known to read; an empty variable counts as absent. */
export const azureEnvironmentSchema = z.object({
  AZURE_AUTHORITY_HOST: z
    .url({ protocol: /^https$/, error: 'must be an https:// URL' })
    .optional()
    .meta({
      title: 'https:// URL',
      description: 'Entra ID, where it does not follow from `AZURE_CLOUD`.',
    }),
  AZURE_TOKEN_CREDENTIALS: optionalText.meta({
    description:
      'Which credential is meant where several are configured: `EnvironmentCredential`, `WorkloadIdentityCredential`, `ManagedIdentityCredential` or `AzureCliCredential`.',
  }),
  AZURE_TENANT_ID: z
    .string()
    .trim()
    .regex(/^[\w.-]+$/, { error: 'must be a tenant id or one of its domains' })
    .optional()
    .meta({ description: 'The tenant of the application that reaches Azure.' }),
  AZURE_CLIENT_ID: optionalText.meta({
    description:
      'The client id of that application, or of the managed identity where the machine has several.',
  }),
  AZURE_CLIENT_SECRET: optionalText.meta({ description: "The application's secret." }),
  AZURE_CLIENT_CERTIFICATE_PATH: optionalText.meta({
    description: 'A PEM file with certificate and key of the application.',
  }),
  AZURE_CLIENT_CERTIFICATE_PASSWORD: optionalText.meta({
    description: 'What the key in that file is encrypted with.',
  }),
  AZURE_CLIENT_SEND_CERTIFICATE_CHAIN: z
    .string()
    .optional()
    .transform((text) => ['true', '1'].includes(text?.toLowerCase() ?? ''))
    .meta({
      title: '`true` or `false`',
      description:
        'Whether the whole chain is sent, for applications that trust by subject name and issuer.',
    }),
  AZURE_FEDERATED_TOKEN_FILE: optionalText.meta({
    description: 'The token of a workload identity; on AKS its webhook sets this.',
  }),
  NODE_EXTRA_CA_CERTS: optionalText.meta({
    description:
      'A PEM file with certificates to trust beside the usual ones; read by Node itself.',
  }),
});

export type AzureEnvironment = z.infer<typeof azureEnvironmentSchema>;
