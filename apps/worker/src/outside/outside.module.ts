import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Pool } from 'pg';
import { openAzure, openRetailPrices, type OpenedAzure } from '#libs/azure';
import type { Config, PricesSettings } from '#libs/config';
import { checkDatabase, openDatabase, type Database } from '#libs/database';
import { kinds } from '#libs/kinds';
import { listPods, whyNotUsable } from '#libs/kubernetes';
import { errorFacts, LOG, type Log } from '#libs/log';
import { openSecretFiles } from '#libs/secrets';
import { Azure } from './azure.js';
import { WorkerSettings } from './worker-settings.js';

const concurrency = 24;

/** Where nothing of Azure moves by itself, a look a minute; every few seconds where something does. */
const pace = { restingSeconds: 60, movingSeconds: 5 };

const DATABASE = Symbol('DATABASE');

/**
 * What a worker stands on, opened as it is configured. Nest ends global modules after all others: until then what works
 * has its connections.
 */
@Global()
@Module({})
export class OutsideModule implements OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Azure) private readonly azure: OpenedAzure,
  ) {}

  static of(config: Config): DynamicModule {
    const secrets = openSecretFiles(config.worker.secretsDir);
    return {
      module: OutsideModule,
      providers: [
        { provide: DATABASE, useFactory: (log: Log) => open(config, log), inject: [LOG] },
        { provide: Pool, useFactory: ({ pool }: Database) => pool, inject: [DATABASE] },
        {
          provide: Azure,
          useFactory: (pool: Pool, log: Log) =>
            openAzure(config.azureAccess(), {
              pool,
              log,
              readSecrets: secrets.readAll,
              apiVersions: config.azure.apiVersions,
            }),
          inject: [Pool, LOG],
        },
        { provide: WorkerSettings, useValue: settingsOf(config, secrets) },
      ],
      exports: [Pool, Azure, WorkerSettings],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.azure.stop();
    await this.database.close();
  }
}

/** Rejects where PostgreSQL does not answer or is unfit. */
async function open(config: Config, log: Log): Promise<Database> {
  const access = config.database();
  return openDatabase({
    ...access,
    connections: await checkDatabase(access),
    applicationName: 'armature worker',
    maxConnections: 16,
    onConnectionLost: (error) => log.warn(errorFacts(error), 'a database connection was lost'),
  });
}

const settingsOf = (
  config: Config,
  secrets: ReturnType<typeof openSecretFiles>,
): WorkerSettings => ({
  kinds,
  ports: { secrets, kubernetes: { listPods, whyNotUsable } },
  queue: {
    databaseUrl: config.database().directUrl,
    ...(config.redis && {
      redisUrl: config.redis.url,
      ...(config.redis.prefix && { prefix: config.redis.prefix }),
    }),
  },
  leaseMs: config.worker.leaseSeconds * 1e3,
  stepLimitMs: config.worker.stepLimitHours * 36e5,
  concurrency,
  pace,
  prices: pricesOf(config.prices),
  onWedged: () => process.exit(1),
});

const pricesOf = ({ retail, currency }: PricesSettings): WorkerSettings['prices'] =>
  retail.endpoint === undefined
    ? { currency, notAsked: retail.notAsked }
    : { currency, notAsked: undefined, retail: openRetailPrices(retail.endpoint) };
