import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#libs/verbs';
import type { GraphqlContext } from '../context/graphql-context.js';
import { AUTHENTICATE, SETTINGS } from '../parts/parts.js';
import { AccessModule } from './access.module.js';
import { Allow, Public } from './allow.js';
import { Authentication } from './authentication.js';
import { ActorGuard } from './actor.guard.js';
import { CurrentRequest } from './current-request.js';

@Controller()
class Handlers {
  @Get('open')
  @Public()
  open() {
    return {};
  }

  @Get('mine')
  @Allow('view')
  mine(@CurrentRequest() { request }: GraphqlContext) {
    return { displayName: request.actor.displayName };
  }

  @Get('silent')
  silent() {
    return {};
  }
}

const ada = { displayName: 'Ada' } as Actor;
const given = [
  {
    provide: AUTHENTICATE,
    useValue: async (key: string) => (key === 'good' ? ada : undefined),
  },
  { provide: SETTINGS, useValue: { http: { trustedProxies: [] } } },
];

@Module({
  imports: [
    AccessModule,
    { module: class Given {}, global: true, providers: given, exports: given },
  ],
  controllers: [Handlers],
})
class Handling {}

let app: NestFastifyApplication;

beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(Handling, new FastifyAdapter(), {
    logger: false,
  });
  await app.init();
});
afterAll(() => app.close());

async function ask(url: string, key?: string): Promise<[number, unknown]> {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const answer = await app.inject({ url, headers });
  return [answer.statusCode, answer.json()];
}

describe('the guard', () => {
  it('lets in who is somebody, and hands the handler who that is', async () => {
    expect(await ask('/mine', 'good')).toEqual([200, { displayName: 'Ada' }]);
  });

  it.each([
    ['without a key', undefined],
    ['with a key that nobody has', 'bad'],
  ])('refuses who comes %s', async (_how, key) => {
    expect(await ask('/mine', key)).toEqual([401, { error: { code: 'UNAUTHENTICATED' } }]);
  });

  it('asks nobody where anybody is answered', async () => {
    expect(await ask('/open')).toEqual([200, {}]);
  });

  it.each([
    ['lets in', 'of somebody', { request: { actor: ada } }, true],
    ['keeps out', 'of nobody', undefined, false],
  ])('%s over GraphQL a request %s', async (_what, _whose, asked, isIn) => {
    const resolved = new ExecutionContextHost([{}, {}, asked], Handlers, Handlers.prototype.mine);
    resolved.setType('graphql');
    const guard = new ActorGuard(app.get(Reflector), app.get(Authentication));
    expect(await guard.canActivate(resolved)).toBe(isIn);
  });

  it('lets nobody into a handler that does not say what it takes', async () => {
    expect(await ask('/silent', 'good')).toMatchObject([500, {}]);
  });
});
