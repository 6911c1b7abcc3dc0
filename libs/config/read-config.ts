import type { ApiVersionOverrides } from '#libs/arm-versions';
import { publicCloud } from '#libs/kernel';
import type { AzureAccess } from './azure-access.js';
import { describeIssue } from './describe-issue.js';
import { environmentSchema, type Environment } from './environment.schema.js';
import { readAzureAccess, type AzureSettings } from './read-azure-access.js';
import { cloudOf } from './read-place.js';
import { readPrices, type PricesSettings } from './read-prices.js';
import type { GraphSettings } from './read-graph.js';

/** The environment could not be used; the message lists every problem, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What Armature was told, in slices; a part of the program takes the slice that it needs. */
export interface Config {
  /** `corsOrigins`: whose pages may ask. `trustedProxies`: addresses and networks whose X-Forwarded-For counts. */
  http: {
    host: string;
    port: number;
    corsOrigins: readonly string[];
    trustedProxies: readonly string[];
    /** So many values may be asked for by one document. */
    costLimit: number;
    /** Where clients reach the API from elsewhere. */
    publicUrls: readonly string[];
    /** Whether gateways of federation may ask too. */
    isSubgraph: boolean;
    /** The manifest of trusted documents, and what is done with others; `path` undefined: there is none. */
    trustedDocuments: {
      path: string | undefined;
      mode: Environment['ARMATURE_TRUSTED_DOCUMENTS_MODE'];
    };
    /** What reads for longer is ended. */
    deadlineSeconds: number;
  };
  /** So many keys of one principal may work at a time, and each for so many days. */
  apiKeys: { mostPerPrincipal: number; longestDays: number | undefined };
  /** How long operations wait for those who have to agree to them. */
  approvals: { expireAfterHours: number };
  /** How many subscriptions may be open at a time. */
  streams: { perSocket: number; perPrincipal: number; perProcess: number };
  log: { level: Environment['LOG_LEVEL'] };
  /** Undefined: BullMQ runs on PostgreSQL. `prefix` undefined: the usual one. */
  redis: { url: string; prefix: string | undefined } | undefined;
  /** `apiVersions`: lists that replace the usual ones of the operations named. */
  azure: { subscriptionId: string | undefined; apiVersions: ApiVersionOverrides };
  costTags: { required: readonly string[] };
  prices: PricesSettings;
  /** Undefined: only API keys are accepted. */
  entra: { tenantIds: readonly string[]; audience: string; authority: string } | undefined;
  /**
   * `healthPort` undefined: no health endpoint. `leaseSeconds`: how long the work of a worker that died stays untouched.
   * `stepLimitHours`: how long a step of an operation may take.
   */
  worker: {
    healthPort: number | undefined;
    leaseSeconds: number;
    stepLimitHours: number;
    secretsDir: string | undefined;
  };
  simulator: { port: number; stateDir: string | undefined; clockRate: number };
  tests: { azureSpecs: string };
  /**
   * Connection strings of an application role, and how statements are sent: see `DatabaseAccess` of libs/database. Throws
   * ConfigError when DATABASE_URL is absent.
   */
  database(): { url: string; directUrl: string; statements: Environment['DATABASE_STATEMENTS'] };
  /** Connection string of the owner. Throws ConfigError when DATABASE_MIGRATION_URL is absent. */
  migrationUrl(): string;
  /** Of the role that API and worker log in as. Throws ConfigError when DATABASE_ROLE_PASSWORD is absent. */
  rolePassword(): string;
  /** How Azure is reached, and as whom. Throws ConfigError listing every problem of the settings. */
  azureAccess(): AzureAccess;
}

/**
 * Parses the environment once, at start. Throws ConfigError listing every problem: wrong values, and the
 * variables of `required` that are absent. `azure`: this process reaches Azure, so that must be possible too.
 */
export function readConfig(
  source: Record<string, string | undefined> = process.env,
  required: readonly (keyof Environment | 'azure')[] = [],
): Config {
  const present = withoutEmpty(source);
  const parsed = environmentSchema.safeParse(present);
  const problems = parsed.success ? [] : parsed.error.issues.map(describeIssue);
  if (isWithoutManifest(present))
    problems.push('ARMATURE_TRUSTED_DOCUMENTS: is required by ARMATURE_TRUSTED_DOCUMENTS_MODE');
  for (const name of required) {
    if (name === 'azure') problems.push(...azureProblems(present, parsed.data));
    else if (present[name] === undefined) problems.push(`${name}: is required`);
  }
  if (!parsed.success || problems.length > 0) throw configError(problems);
  return toConfig(parsed.data, present);
}

type Source = Record<string, string | undefined>;

/** Without it nothing could be enforced, and nobody would notice. */
const isWithoutManifest = (source: Source): boolean =>
  (source['ARMATURE_TRUSTED_DOCUMENTS_MODE'] ?? 'off') !== 'off' &&
  source['ARMATURE_TRUSTED_DOCUMENTS'] === undefined;

const withoutEmpty = (source: Source): Source =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim() !== ''));

/** Where ARM's own settings cannot be read, the rest is judged by their defaults. */
function azureProblems(source: Source, environment: Environment | undefined): string[] {
  const known = environment ?? environmentSchema.parse({});
  const access = readAzureAccess(source, azureOf(known), graphOf(known));
  return 'problems' in access ? access.problems : [];
}

const azureOf = (environment: Environment): AzureSettings => ({
  cloud: environment.AZURE_CLOUD,
  armEndpoint: environment.AZURE_ARM_ENDPOINT,
  subscriptionId: environment.AZURE_SUBSCRIPTION_ID,
  tokenAudience: environment.AZURE_TOKEN_AUDIENCE,
  readsPerSecond: environment.AZURE_READS_PER_SECOND,
});

const graphOf = (environment: Environment): GraphSettings => ({
  isAsked: environment.ENTRA_GRAPH === 'on',
  endpoint: environment.ENTRA_GRAPH_ENDPOINT,
  authority: authorityOf(environment),
  tenantIds: environment.ENTRA_TENANT_IDS,
});

function configError(problems: readonly string[]): ConfigError {
  return new ConfigError(
    `The environment cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`,
  );
}

function toConfig(environment: Environment, source: Source): Config {
  return {
    http: {
      host: environment.HOST,
      port: environment.PORT,
      corsOrigins: environment.ARMATURE_CORS_ORIGINS,
      trustedProxies: environment.ARMATURE_TRUSTED_PROXIES,
      costLimit: environment.ARMATURE_COST_LIMIT,
      publicUrls: environment.ARMATURE_PUBLIC_URLS,
      isSubgraph: environment.ARMATURE_SUBGRAPH === 'served',
      trustedDocuments: {
        path: environment.ARMATURE_TRUSTED_DOCUMENTS,
        mode: environment.ARMATURE_TRUSTED_DOCUMENTS_MODE,
      },
      deadlineSeconds: environment.ARMATURE_REQUEST_SECONDS,
    },
    streams: {
      perSocket: environment.ARMATURE_STREAMS_PER_SOCKET,
      perPrincipal: environment.ARMATURE_STREAMS_PER_PRINCIPAL,
      perProcess: environment.ARMATURE_STREAMS_PER_PROCESS,
    },
    apiKeys: {
      mostPerPrincipal: environment.ARMATURE_KEYS_PER_PRINCIPAL,
      longestDays: environment.ARMATURE_KEY_LONGEST_DAYS,
    },
    approvals: { expireAfterHours: environment.ARMATURE_APPROVAL_HOURS },
    log: { level: environment.LOG_LEVEL },
    redis: toRedis(environment),
    azure: {
      subscriptionId: environment.AZURE_SUBSCRIPTION_ID,
      apiVersions: environment.ARMATURE_AZURE_API_VERSIONS,
    },
    costTags: { required: environment.ARMATURE_REQUIRED_COST_TAGS },
    prices: readPrices({
      currency: environment.ARMATURE_CURRENCY,
      endpoint: environment.AZURE_RETAIL_PRICES_ENDPOINT,
      cloud: environment.AZURE_CLOUD,
      armEndpoint: environment.AZURE_ARM_ENDPOINT,
    }),
    entra: toEntra(environment),
    worker: {
      healthPort: environment.WORKER_HEALTH_PORT,
      leaseSeconds: environment.ARMATURE_LEASE_SECONDS,
      stepLimitHours: environment.ARMATURE_STEP_LIMIT_HOURS,
      secretsDir: environment.ARMATURE_SECRETS_DIR,
    },
    simulator: {
      port: environment.SIMULATOR_PORT,
      stateDir: environment.SIMULATOR_STATE_DIR,
      clockRate: environment.SIMULATOR_CLOCK_RATE,
    },
    tests: { azureSpecs: environment.ARMATURE_AZURE_SPECS },
    database: () => toDatabase(environment),
    migrationUrl: () => demand(environment.DATABASE_MIGRATION_URL, 'DATABASE_MIGRATION_URL'),
    rolePassword: () => demand(environment.DATABASE_ROLE_PASSWORD, 'DATABASE_ROLE_PASSWORD'),
    azureAccess: () => {
      const access = readAzureAccess(source, azureOf(environment), graphOf(environment));
      if ('problems' in access) throw configError(access.problems);
      return access;
    },
  };
}

function toDatabase(environment: Environment): ReturnType<Config['database']> {
  const url = demand(environment.DATABASE_URL, 'DATABASE_URL');
  const { DATABASE_DIRECT_URL: directUrl = url, DATABASE_STATEMENTS: statements } = environment;
  return { url, directUrl, statements };
}

const toRedis = (environment: Environment): Config['redis'] =>
  environment.REDIS_URL === undefined
    ? undefined
    : { url: environment.REDIS_URL, prefix: environment.ARMATURE_REDIS_PREFIX };

function toEntra(environment: Environment): Config['entra'] {
  const { ENTRA_TENANT_IDS: tenantIds, ENTRA_AUDIENCE: audience } = environment;
  if (tenantIds.length === 0 && audience === undefined) return undefined;
  if (tenantIds.length === 0)
    throw configError(['ENTRA_TENANT_IDS: is required with ENTRA_AUDIENCE']);
  if (audience === undefined)
    throw configError(['ENTRA_AUDIENCE: is required with ENTRA_TENANT_IDS']);
  return { tenantIds, audience, authority: authorityOf(environment) };
}

/** Where people's tokens come from. */
function authorityOf({ AZURE_CLOUD, AZURE_ARM_ENDPOINT, ENTRA_AUTHORITY }: Environment): string {
  const cloud = cloudOf({ cloud: AZURE_CLOUD, armEndpoint: AZURE_ARM_ENDPOINT }) ?? publicCloud;
  return ENTRA_AUTHORITY ?? `https://${cloud.authorityHosts[0]}`;
}

function demand(value: string | undefined, name: string): string {
  if (value === undefined) throw configError([`${name}: is required`]);
  return value;
}
