import { z } from 'zod';
import { parseOverrides } from '#libs/arm-versions';
import { problemsOfParameters } from './database-parameters.js';

const optionalText = z.string().trim().min(1).optional();
const postgresUrl = z
  .url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' })
  .superRefine((url, context) => {
    for (const message of problemsOfParameters(url)) context.addIssue({ code: 'custom', message });
  });
const redisUrl = z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL' });
const redisPrefix = z
  .string()
  .regex(/^[\w.:{}-]{1,100}$/, { error: 'must be letters, digits, ., :, -, _ and braces' });
const httpsUrl = z.url({ protocol: /^https$/, error: 'must be an https:// URL' });
const port = z.coerce.number().int().min(0).max(65_535);
const streams = z.coerce.number().int().min(1).max(100_000);
const uuid = z.guid({ error: 'must be a UUID' });

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

const apiVersions = z.string().transform((text, context) => {
  const overrides = parseOverrides(text);
  if (overrides.ok) return overrides.value;
  context.addIssue(overrides.error);
  return z.NEVER;
});

/** Every environment variable that Armature reads; an empty one counts as absent. */
export const environmentSchema = z.object({
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  DATABASE_STATEMENTS: z.enum(['named', 'unnamed']).default('named'),
  DATABASE_MIGRATION_URL: postgresUrl.optional(),
  DATABASE_ROLE_PASSWORD: z.string().optional(),
  REDIS_URL: redisUrl.optional(),
  ARMATURE_REDIS_PREFIX: redisPrefix.optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4000),
  ARMATURE_CORS_ORIGINS: commaList.pipe(z.array(origin)).prefault(''),
  ARMATURE_TRUSTED_PROXIES: commaList.pipe(z.array(network)).prefault(''),
  ARMATURE_KEYS_PER_PRINCIPAL: z.coerce.number().int().min(1).max(1_000).default(20),
  ARMATURE_REQUEST_SECONDS: z.coerce.number().int().min(1).max(600).default(30),
  ARMATURE_COST_LIMIT: z.coerce.number().int().min(1_000).max(1_000_000).default(15_000),
  ARMATURE_STREAMS_PER_SOCKET: streams.default(1_000),
  ARMATURE_STREAMS_PER_PRINCIPAL: streams.default(2_000),
  ARMATURE_STREAMS_PER_PROCESS: streams.default(10_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  AZURE_ARM_ENDPOINT: httpsUrl.default('https://management.azure.com'),
  AZURE_SUBSCRIPTION_ID: uuid.optional(),
  ARMATURE_AZURE_API_VERSIONS: apiVersions.prefault(''),
  ARMATURE_REQUIRED_COST_TAGS: commaList.prefault('costCenter,owner,environment'),
  ENTRA_TENANT_IDS: commaList.pipe(z.array(uuid)).prefault(''),
  ENTRA_AUDIENCE: optionalText,
  ENTRA_AUTHORITY: httpsUrl.default('https://login.microsoftonline.com'),
  ARMATURE_AZURE_SPECS: z.string().default('../shared/azure-specs'),
  ARMATURE_SECRETS_DIR: optionalText,
  WORKER_HEALTH_PORT: port.optional(),
  ARMATURE_LEASE_SECONDS: z.coerce.number().min(5).max(600).default(45),
  ARMATURE_STEP_LIMIT_HOURS: z.coerce.number().positive().max(720).default(24),
  SIMULATOR_PORT: port.default(4443),
  SIMULATOR_STATE_DIR: optionalText,
  SIMULATOR_CLOCK_RATE: z.coerce.number().positive().default(1),
});

export type Environment = z.infer<typeof environmentSchema>;
