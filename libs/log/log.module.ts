import { Global, Module, type DynamicModule, type LoggerService } from '@nestjs/common';
import { Logger, LoggerModule, PinoLogger } from 'nestjs-pino';
import type { Log } from './create-log.js';

/** The token of the process's log. */
export const LOG = Symbol('LOG');

/** Its own serializer of errors would tell more than ours. */
const paramsFor = (log: Log) => ({ pinoHttp: { logger: log, wrapSerializers: false } });

/** What Nest says, as lines of `log`: for NestFactory's `logger`, so that a start that fails is told so too. */
export const nestLog = (log: Log): LoggerService =>
  new Logger(new PinoLogger(paramsFor(log)), paramsFor(log));

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
      imports: [LoggerModule.forRoot({ ...paramsFor(log), forRoutes: [] })],
      providers: [{ provide: LOG, useValue: log }],
      exports: [LOG],
    };
  }
}
