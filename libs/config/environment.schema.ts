import { z } from 'zod';
import { parseOverrides } from '#libs/arm-versions';
import { azureCloudNames } from '#libs/kernel';
import { problemsOfParameters } from './database-parameters.js';

const optionalText = z.string().trim().min(1).optional();
const postgresUrl = z
  .url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' })
  .superRefine((url, context) => {
    for (const message of problemsOfParameters(url)) context.addIssue({ code: 'custom', message });
  })
  .meta({ title: 'postgresql:// URL' });
const redisUrl = z
  .url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL' })
  .meta({ title: 'redis:// or rediss:// URL' });
const redisPrefix = z
  .string()
  .regex(/^[\w.:{}-]{1,100}$/, { error: 'must be letters, digits, ., :, -, _ and braces' });
const httpsUrl = z
  .url({ protocol: /^https$/, error: 'must be an https:// URL' })
  .meta({ title: 'https:// URL' });
const port = z.coerce.number().int().min(0).max(65_535);
const streams = z.coerce.number().int().min(1).max(100_000);
const uuid = z.guid({ error: 'must be a UUID' }).meta({ title: 'UUID' });

const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const origin = z.string().refine((text) => URL.parse(text)?.origin === text && text !== 'null', {
  error:
    'must be origins such as https://portal.example.com, without a path and with commas between them',
});
const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'must be addresses or networks such as 10.0.0.0/8, with commas between them',
});

const apiVersions = z
  .string()
  .transform((text, context) => {
    const overrides = parseOverrides(text);
    if (overrides.ok) return overrides.value;
    context.addIssue(overrides.error);
    return z.NEVER;
  })
  .meta({ title: 'api-versions by call' });

/** Every environment variable that Armature reads; an empty one counts as absent. */
export const environmentSchema = z.object({
  DATABASE_URL: postgresUrl.optional().meta({
    description:
      'PostgreSQL as API and worker use it, with a role in `armature_app`; a bouncer may stand before it.',
  }),
  DATABASE_DIRECT_URL: postgresUrl.optional().meta({
    description:
      'The same database without a bouncer, for connections that listen and for the queue; else `DATABASE_URL`.',
  }),
  DATABASE_STATEMENTS: z.enum(['named', 'unnamed']).default('named').meta({
    description:
      'Whether statements are prepared by name; `unnamed` is for bouncers that lose what was prepared.',
  }),
  DATABASE_MIGRATION_URL: postgresUrl.optional().meta({
    description: 'The database itself as its owner: for migrations, roles and `npm run db:diff`.',
  }),
  DATABASE_ROLE_PASSWORD: z
    .string()
    .optional()
    .meta({ description: 'What the role that `npm run db:role` makes shall log in with.' }),
  REDIS_URL: redisUrl.optional().meta({
    description: 'Redis for the reminders of BullMQ; without it they are queued in PostgreSQL.',
  }),
  ARMATURE_REDIS_PREFIX: redisPrefix.optional().meta({
    description:
      'Tells several systems on one Redis apart; on a cluster a part of it stands in braces. `{armature}` without it.',
  }),
  HOST: z
    .string()
    .default('127.0.0.1')
    .meta({ description: 'The address that the API listens on.' }),
  PORT: port
    .default(4000)
    .meta({ description: 'The port that the API listens on; 0 takes any free one.' }),
  ARMATURE_CORS_ORIGINS: commaList.pipe(z.array(origin)).prefault('').meta({
    title: 'list, by commas',
    description: 'Origins of the pages that may ask the API from a browser.',
  }),
  ARMATURE_PUBLIC_URLS: commaList.pipe(z.array(origin)).prefault('').meta({
    title: 'list, by commas',
    description:
      'Where clients reach the API from elsewhere, such as `https://armature.example.com`: `/mcp` is answered under these hosts, and on loopback.',
  }),
  ARMATURE_TRUSTED_PROXIES: commaList.pipe(z.array(network)).prefault('').meta({
    title: 'list, by commas',
    description: 'Addresses and networks of proxies whose `X-Forwarded-For` counts.',
  }),
  ARMATURE_KEYS_PER_PRINCIPAL: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(20)
    .meta({ description: 'How many API keys of one principal may work at a time.' }),
  ARMATURE_KEY_LONGEST_DAYS: z.coerce.number().int().min(1).max(3_650).optional().meta({
    description:
      'For how many days an API key that is made from now on may work at most; unlimited where absent.',
  }),
  ARMATURE_REQUEST_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(600)
    .default(30)
    .meta({ description: 'Seconds after which a request that still reads is ended.' }),
  ARMATURE_COST_LIMIT: z.coerce
    .number()
    .int()
    .min(1_000)
    .max(1_000_000)
    .default(15_000)
    .meta({ description: 'How many values one document may ask for.' }),
  ARMATURE_TRUSTED_DOCUMENTS: optionalText.meta({
    title: 'file',
    description:
      'The manifest of the documents that clients may ask for by `documentId`: a JSON object of texts by their ids, as `@graphql-codegen/cli` writes it.',
  }),
  ARMATURE_TRUSTED_DOCUMENTS_MODE: z.enum(['off', 'report', 'enforce']).default('off').meta({
    description:
      'What is done with documents that are not in the manifest: `report` logs each once, `enforce` refuses them to all but administrators of the platform.',
  }),
  ARMATURE_SUBGRAPH: z.enum(['printed', 'served']).default('printed').meta({
    description:
      'Whether `/graphql` also answers `_service` and `_entities`, which a gateway of federation asks a subgraph.',
  }),
  ARMATURE_STREAMS_PER_SOCKET: streams
    .default(1_000)
    .meta({ description: 'How many subscriptions one connection may have open.' }),
  ARMATURE_STREAMS_PER_PRINCIPAL: streams
    .default(2_000)
    .meta({ description: 'How many subscriptions one principal may have open in a process.' }),
  ARMATURE_STREAMS_PER_PROCESS: streams
    .default(10_000)
    .meta({ description: 'How many subscriptions a process may have open.' }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .meta({ description: 'What is logged at least.' }),
  AZURE_CLOUD: z.enum(azureCloudNames).optional().meta({
    description:
      'The cloud in use, as the Azure CLI names it. Azure Resource Manager, Entra ID, Microsoft Graph, what tokens are for and how much may be read follow from it; `AzureCloud` unless another setting names a cloud.',
  }),
  AZURE_ARM_ENDPOINT: httpsUrl.optional().meta({
    description: 'Azure Resource Manager, where it does not follow from `AZURE_CLOUD`.',
  }),
  AZURE_TOKEN_AUDIENCE: optionalText.meta({
    description:
      'What tokens for Azure Resource Manager are for. Required with an `AZURE_ARM_ENDPOINT` of no cloud where `AZURE_CLOUD` names none: on Azure Stack an audience of its `/metadata/endpoints`.',
  }),
  AZURE_READS_PER_SECOND: z.coerce.number().min(0.1).max(1_000).optional().meta({
    description:
      'How many reads a second Azure Resource Manager allows a subscription, where that does not follow from the cloud; nine tenths of them are used.',
  }),
  AZURE_RETAIL_PRICES_ENDPOINT: httpsUrl.optional().meta({
    description:
      'The Retail Prices API, where it does not follow from `AZURE_CLOUD`: only public Azure has one.',
  }),
  AZURE_SUBSCRIPTION_ID: uuid
    .optional()
    .meta({ description: 'The subscription of resource groups whose request names none.' }),
  ARMATURE_AZURE_API_VERSIONS: apiVersions.prefault('').meta({
    description:
      'Replaces the api-versions of calls to Azure, by call: `computes/resize=2025-10-01-preview; usages/list=2024-10-01`.',
  }),
  ARMATURE_APPROVAL_HOURS: z.coerce.number().int().min(1).max(8_760).default(168).meta({
    description:
      'So many hours an operation waits for those who have to agree to it; then it is canceled.',
  }),
  ARMATURE_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: 'must be a code of ISO 4217 such as EUR' })
    .default('USD')
    .meta({
      title: 'currency, by ISO 4217',
      description: 'What prices are shown in; Azure Machine Learning tells its own in USD alone.',
    }),
  ARMATURE_REQUIRED_COST_TAGS: commaList.prefault('costCenter,owner,environment').meta({
    title: 'list, by commas',
    description:
      'Cost tags that every resource must carry; `costCenter,owner,environment` without it.',
  }),
  ENTRA_TENANT_IDS: commaList.pipe(z.array(uuid)).prefault('').meta({
    title: 'list, by commas',
    description: 'Tenants whose people may come with Entra ID tokens; goes with `ENTRA_AUDIENCE`.',
  }),
  ENTRA_AUDIENCE: optionalText.meta({ description: 'The audience that those tokens must have.' }),
  ENTRA_AUTHORITY: httpsUrl.optional().meta({
    description: 'Where those tokens come from, where it does not follow from `AZURE_CLOUD`.',
  }),
  ENTRA_GRAPH: z.enum(['off', 'on']).default('off').meta({
    description:
      'Whether Microsoft Graph is asked, as the identity that reaches Azure: for the groups of tokens that leave them out, and for names of groups.',
  }),
  ENTRA_GRAPH_ENDPOINT: httpsUrl.optional().meta({
    description: 'Microsoft Graph, where it does not follow from `ENTRA_AUTHORITY`.',
  }),
  ARMATURE_AZURE_SPECS: z
    .string()
    .default('../shared/azure-specs')
    .meta({ description: "A folder with Microsoft's OpenAPI files, for the contract tests." }),
  ARMATURE_SECRETS_DIR: optionalText.meta({
    description: "Where teams' secrets are mounted, each team's in the folder of its id.",
  }),
  WORKER_HEALTH_PORT: port.optional().meta({
    description:
      'The port on which a worker answers `/healthz` and `/readyz`; without it, on none.',
  }),
  ARMATURE_LEASE_SECONDS: z.coerce
    .number()
    .min(5)
    .max(600)
    .default(45)
    .meta({ description: 'Seconds for which the work of a worker that died is left alone.' }),
  ARMATURE_STEP_LIMIT_HOURS: z.coerce.number().positive().max(720).default(24).meta({
    description: 'Hours that one step of an operation may take, tries and waits together.',
  }),
  SIMULATOR_PORT: port
    .default(4443)
    .meta({ description: 'The port of the Azure simulator; 0 takes any free one.' }),
  SIMULATOR_STATE_DIR: optionalText.meta({
    description: 'Where the simulator keeps resources, ledger and certificates.',
  }),
  SIMULATOR_CLOCK_RATE: z.coerce
    .number()
    .positive()
    .default(1)
    .meta({ description: 'Simulated seconds per real second.' }),
});

export type Environment = z.infer<typeof environmentSchema>;
