import '#libs/node-version';
import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { openAzure } from '#libs/azure';
import { ConfigError, readConfig, type Config } from '#libs/config';
import { checkDatabase, openDatabase } from '#libs/database';
import { findDurationIn, readStepDurations } from '#libs/operations';
import { createAuthenticator } from '#libs/tenants';
import { zoneDataRelease } from '#libs/time-zones';
import { kinds } from '#libs/kinds';
import { createLog, type Log } from './log.js';
import { createApp } from './server/create-app.js';
import { outboxChanges } from './subscriptions/follow-changes.js';

const durationsEveryMs = 5_000;

async function main(): Promise<void> {
  const config = readConfig(process.env, ['DATABASE_URL', 'azure']);
  const log = createLog(config.log.level);
  await run(config, log).catch((error: unknown) => {
    log.fatal({ err: error }, 'the API ends');
    process.exit(1);
  });
}

async function run(config: Config, log: Log): Promise<void> {
  const access = config.database();
  const connections = await checkDatabase(access);
  const database = openDatabase({
    ...access,
    connections,
    applicationName: 'armature api',
    maxConnections: 16,
    onConnectionLost: (error) => log.warn({ err: error }, 'a database connection was lost'),
  });
  const changes = outboxChanges({
    url: access.directUrl,
    pool: database.pool,
    onConnectionLost: (error) => log.warn({ err: error }, 'LISTEN was lost'),
  });
  let findDuration = findDurationIn(await readStepDurations(database.pool));
  const refresh = setInterval(() => {
    readStepDurations(database.pool)
      .then((rows) => (findDuration = findDurationIn(rows)))
      .catch((error: unknown) => log.warn({ err: error }, 'durations were not read'));
  }, durationsEveryMs);
  const azure = openAzure(config.azureAccess(), {
    pool: database.pool,
    log,
    apiVersions: config.azure.apiVersions,
  });
  const api = await createApp(
    {
      database,
      changes,
      graphiqlFolder: fileURLToPath(new URL('../graphiql', import.meta.url)),
      findDuration: () => findDuration,
      arm: azure.arm,
      azureProblems: azure.problems,
      costLimit: config.http.costLimit,
      streamLimits: config.streams,
      http: config.http,
      mostApiKeys: config.apiKeys.mostPerPrincipal,
      authenticate: createAuthenticator({
        pool: database.pool,
        ...(config.entra && { entra: config.entra }),
        onError: (error) => log.warn({ err: error }, 'a key use was not noted'),
      }),
      submit: {
        pool: database.pool,
        kinds,
        arm: azure.arm,
        apiVersions: config.azure.apiVersions,
        requiredCostTags: config.costTags.required,
        ...(config.azure.subscriptionId && { defaultSubscriptionId: config.azure.subscriptionId }),
      },
    },
    log,
  );
  await changes.start();
  await api.app.listen(config.http.port, config.http.host);
  log.info({ url: await api.app.getUrl(), timeZones: zoneDataRelease }, 'api ready');
  const stop = async (): Promise<void> => {
    clearInterval(refresh);
    await api.close();
    await azure.stop();
    await changes.close();
    await database.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exit(1);
});
