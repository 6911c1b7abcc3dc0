import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { nestLog, type Log } from '#libs/log';
import { WorkerModule } from './worker.module.js';

export interface ServedWorker {
  app: NestFastifyApplication;
  /** Undefined: nobody asked for one. */
  healthPort: number | undefined;
}

/**
 * Starts everything a worker does, on what `outside` provides. `healthPort` undefined: it answers no probes; 0: on any
 * port. Rejects where the queue is unfit or PostgreSQL does not answer.
 */
export async function serveWorker(
  outside: DynamicModule,
  log: Log,
  healthPort?: number,
): Promise<ServedWorker> {
  const adapter = new FastifyAdapter({ forceCloseConnections: true });
  const app = await NestFactory.create<NestFastifyApplication>(
    WorkerModule.on(outside, log),
    adapter,
    { logger: nestLog(log), abortOnError: false },
  );
  if (healthPort === undefined) await app.init();
  else await app.listen(healthPort, everyAddress());
  const address = app.getHttpServer().address() as AddressInfo | null;
  return { app, healthPort: address?.port };
}

/** Probes come to any address of this machine, over IPv4 and, where there is one, IPv6. */
function everyAddress(): string {
  const own = Object.values(networkInterfaces()).flat();
  return own.some((address) => address?.family === 'IPv6') ? '::' : '0.0.0.0';
}
