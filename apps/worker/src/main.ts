import '#libs/node-version';
import 'reflect-metadata';
import { ConfigError, readConfig, type Config } from '#libs/config';
import { createLog, errorFacts, type Log } from '#libs/log';
import { zoneDataRelease } from '#libs/time-zones';
import { OutsideModule } from './outside/outside.module.js';
import { serveWorker } from './serve-worker.js';

async function main(): Promise<void> {
  const config = readConfig(process.env, ['DATABASE_URL', 'azure']);
  const log = createLog({ process: 'worker', level: config.log.level });
  process.on('uncaughtException', (error) => die(log, error));
  process.on('unhandledRejection', (error) => die(log, error));
  try {
    await serve(config, log);
  } catch (error) {
    die(log, error);
  }
}

async function serve(config: Config, log: Log): Promise<void> {
  const outside = OutsideModule.of(config);
  const { app, healthPort } = await serveWorker(outside, log, config.worker.healthPort);
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  const queue = config.redis ? 'Redis' : 'PostgreSQL';
  log.info({ queue, healthPort, timeZones: zoneDataRelease }, 'worker ready');
}

function die(log: Log, error: unknown): never {
  log.fatal(errorFacts(error), 'the worker ends');
  process.exit(1);
}

main().catch((error: unknown) => {
  // Without a usable environment there is no log level either.
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exit(1);
});
