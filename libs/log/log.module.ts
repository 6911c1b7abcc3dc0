import { Global, Module, type DynamicModule, type LoggerService } from '@nestjs/common';
import { Logger, PinoLogger } from 'nestjs-pino';
import type { Log } from './create-log.js';

/** The token of the process's log. */
export const LOG = Symbol('LOG');

/**
 * What Nest says, as lines of `log`: for NestFactory's `logger`, so that a start that fails is told so too. The module of
 * nestjs-pino is not used: its middleware would cost every request a logger of its own, and log what is logged already.
 * Nor is its serializer of errors, which tells more than ours.
 */
export function nestLog(log: Log): LoggerService {
  const params = { pinoHttp: { logger: log, wrapSerializers: false } };
  return new Logger(new PinoLogger(params), params);
}

/** Hands out the log that the process began with, as LOG. */
@Global()
@Module({})
export class LogModule {
  static of(log: Log): DynamicModule {
    return { module: LogModule, providers: [{ provide: LOG, useValue: log }], exports: [LOG] };
  }
}
