import '#libs/node-version';
import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { openAzure, openGraph } from '#libs/azure';
import { ConfigError, readConfig, type Config } from '#libs/config';
import { checkDatabase, openDatabase } from '#libs/database';
import { createLog, type Log } from '#libs/log';
import { createAuthenticator } from '#libs/tenants';
import { zoneDataRelease } from '#libs/time-zones';
import { kinds } from '#libs/kinds';
import { readManifest } from './documents/read-manifest.js';
import { withoutValues } from './errors/without-values.js';
import { StepDurations } from './parts/step-durations.js';
import { createApp } from './server/create-app.js';
import { outboxChanges } from './subscriptions/follow-changes.js';

async function main(): Promise<void> {
  const config = readConfig(process.env, ['DATABASE_URL', 'azure']);
  const log = createLog({ process: 'api', level: config.log.level, reword: withoutValues });
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
  const { pool } = database;
  const { apiVersions, subscriptionId } = config.azure;
  const azureAccess = config.azureAccess();
  const azure = openAzure(azureAccess, { pool, log, apiVersions });
  const graph = openGraph(azureAccess, { tenantIds: config.entra?.tenantIds ?? [], log });
  const { trustedDocuments: trusted } = config.http;
  const app = await createApp(
    {
      database,
      azure,
      graph,
      changes: outboxChanges({
        url: access.directUrl,
        pool,
        onConnectionLost: (error) => log.warn({ err: error }, 'LISTEN was lost'),
      }),
      durations: new StepDurations(pool, log),
      graphiqlFolder: fileURLToPath(new URL('../graphiql', import.meta.url)),
      costLimit: config.http.costLimit,
      ...(trusted.path && {
        trustedDocuments: { mode: trusted.mode, documents: await readManifest(trusted.path) },
      }),
      isSubgraph: config.http.isSubgraph,
      publicUrls: config.http.publicUrls,
      ...(config.entra && { entra: config.entra }),
      prices: {
        currency: config.prices.currency,
        notAsked: config.prices.retail.notAsked,
      },
      approvalHours: config.approvals.expireAfterHours,
      streamLimits: config.streams,
      http: config.http,
      mostApiKeys: config.apiKeys.mostPerPrincipal,
      longestKeyDays: config.apiKeys.longestDays,
      authenticate: createAuthenticator({
        pool,
        ...(config.entra && { entra: config.entra }),
        ...(graph && { directory: graph.directory }),
        onError: (error) => log.warn({ err: error }, 'a key use was not noted'),
      }),
      submit: {
        pool,
        kinds,
        arm: azure.arm,
        apiVersions,
        requiredCostTags: config.costTags.required,
        ...(subscriptionId && { defaultSubscriptionId: subscriptionId }),
      },
    },
    log,
  );
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  await app.listen(config.http.port, config.http.host);
  log.info({ url: await app.getUrl(), timeZones: zoneDataRelease }, 'api ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exit(1);
});
