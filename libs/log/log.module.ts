import { Global, Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Log } from './create-log.js';

/** The token of the process's log. */
export const LOG = Symbol('LOG');

/**
 * Hands out the log that the process began with, as LOG, and as nestjs-pino's Logger for `app.useLogger`, so that what
 * Nest says are lines of it. No request passes through a middleware of nestjs-pino: it would cost every one of them a
 * logger of its own, and would log what is logged already.
 */
@Global()
@Module({})
export class LogModule {
  static of(log: Log): DynamicModule {
    return {
      module: LogModule,
      // Its own serializer of errors would tell more than ours.
      imports: [
        LoggerModule.forRoot({ pinoHttp: { logger: log, wrapSerializers: false }, forRoutes: [] }),
      ],
      providers: [{ provide: LOG, useValue: log }],
      exports: [LOG],
    };
  }
}
