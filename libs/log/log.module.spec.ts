import { Logger as NestLogger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { expect, it } from 'vitest';
import { createLog, LOG, LogModule, nestLog } from './index.js';

it('what Nest says are lines of the log of the process, with no more of an error than it tells', async () => {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const log = createLog({ process: 'worker', level: 'info', destination: { write } });
  @Module({ imports: [LogModule.of(log)] })
  class App {}
  const app = await NestFactory.createApplicationContext(App, { logger: nestLog(log) });
  expect(app.get(LOG)).toBe(log);
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 30, process: 'worker', context: 'NestFactory' }),
  );
  const failure = Object.assign(new Error('refused'), { parameters: ['a value'] });
  new NestLogger('Somewhere').error(failure);
  new NestLogger('Somewhere').warn({ answer: { token: 'abc' } });
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 50, context: 'Somewhere', err: expect.any(Object) as object }),
  );
  expect(JSON.stringify(lines)).toContain('"message":"refused"');
  expect(JSON.stringify(lines)).not.toMatch(/a value|abc/);
  await app.close();
  NestLogger.overrideLogger(false);
});
