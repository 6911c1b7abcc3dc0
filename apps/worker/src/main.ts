import '#libs/node-version';
import { openAzure } from '#libs/azure';
import { ConfigError, readConfig, type Config } from '#libs/config';
import { checkDatabase, openDatabase } from '#libs/database';
import { listPods, whyNotUsable } from '#libs/kubernetes';
import { createLog, errorFacts, type Log } from '#libs/log';
import type { QueueSettings } from '#libs/queue';
import { openSecretFiles } from '#libs/secrets';
import { zoneDataRelease } from '#libs/time-zones';
import { kinds } from '#libs/kinds';
import { startWorker } from './start-worker.js';

const concurrency = 24;

/** Where nothing of Azure moves by itself, a look a minute; every few seconds where something does. */
const pace = { restingSeconds: 60, movingSeconds: 5 };

async function main(): Promise<void> {
  const config = readConfig(process.env, ['DATABASE_URL', 'azure']);
  const log = createLog({ process: 'worker', level: config.log.level });
  process.on('uncaughtException', (error) => die(log, error));
  process.on('unhandledRejection', (error) => die(log, error));
  try {
    await run(config, log);
  } catch (error) {
    die(log, error);
  }
}

async function run(config: Config, log: Log): Promise<void> {
  const access = config.database();
  const connections = await checkDatabase(access);
  const database = openDatabase({
    ...access,
    connections,
    applicationName: 'armature worker',
    maxConnections: 16,
    onConnectionLost: (error) => log.warn(errorFacts(error), 'a database connection was lost'),
  });
  const secrets = openSecretFiles(config.worker.secretsDir);
  const azure = openAzure(config.azureAccess(), {
    pool: database.pool,
    log,
    readSecrets: secrets.readAll,
    apiVersions: config.azure.apiVersions,
  });
  const worker = await startWorker({
    database,
    kinds,
    concurrency,
    log,
    pace: {
      ...pace,
      reads: azure.reads,
    },
    queueSettings: {
      databaseUrl: access.directUrl,
      ...redisSettings(config),
    },
    arm: azure.arm,
    azureProblems: azure.problems,
    ports: {
      secrets,
      kubernetes: {
        listPods,
        whyNotUsable,
      },
    },
    leaseMs: config.worker.leaseSeconds * 1e3,
    stepLimitMs: config.worker.stepLimitHours * 36e5,
    ...(config.worker.healthPort !== undefined && { healthPort: config.worker.healthPort }),
    onWedged: () => process.exit(1),
  });
  const queue = config.redis ? 'Redis' : 'PostgreSQL';
  log.info({ queue, healthPort: worker.healthPort, timeZones: zoneDataRelease }, 'worker ready');
  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'stopping');
    await Promise.all([worker.stop(), azure.stop()]);
    await database.close();
    process.exit(0);
  };
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));
}

const redisSettings = ({ redis }: Config): Pick<QueueSettings, 'redisUrl' | 'prefix'> =>
  redis ? { redisUrl: redis.url, ...(redis.prefix && { prefix: redis.prefix }) } : {};

function die(log: Log, error: unknown): never {
  log.fatal(errorFacts(error), 'the worker ends');
  process.exit(1);
}

main().catch((error: unknown) => {
  // Without a usable environment there is no log level either.
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exit(1);
});
