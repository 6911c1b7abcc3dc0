import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { createDevelopmentKey, createAuthenticator } from '#libs/tenants';
import { findDurationIn, type ArmPort } from '#libs/operations';
import { kinds } from '#libs/kinds';
import { sealAudit } from '#libs/audit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino, type Logger } from 'pino';
import type { ApiParts } from '../../apps/api/src/parts/parts.js';
import { createApp } from '../../apps/api/src/server/create-app.js';
import { outboxChanges } from '../../apps/api/src/subscriptions/follow-changes.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { FakeArm } from './fake-arm.js';

export interface ApiUnderTest {
  app: NestFastifyApplication;
  url: string;
  adminKey: string;
  database: TestDatabase;
  /** What Postgres was asked since the last call, but for the listener's question whether it is still there. */
  statements(): string[];
  graphql(key: string, query: string, variables?: object): Promise<Answer>;
  seal(): Promise<unknown>;
  /** How many subscriptions are followed at this moment. */
  streamCount(): number;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  // The shape follows from each query: specs name what they expect of it.
  data: Record<string, never>;
  errors?: { message: string; extensions: Record<string, unknown> }[];
}

export const subscriptionId = '11111111-1111-4111-8111-111111111111';

/** The API as it is served; on a database of its own, without Azure, and as it is set up by default unless they are given. */
export async function startApi(
  given?: TestDatabase,
  arm: ArmPort = new FakeArm(),
  log: Logger = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
  settings: Partial<ApiParts> = {},
): Promise<ApiUnderTest> {
  const database = given ?? (await createTestDatabase());
  const adminKey = await adminKeyOf(database);
  const changes = outboxChanges({
    url: database.url,
    pool: database.pool,
    onConnectionLost: () => undefined,
  });
  const app = await createApp(
    {
      database: { ...database, close: () => Promise.resolve() },
      changes,
      graphiqlFolder: fileURLToPath(new URL('../../dist/apps/api/graphiql', import.meta.url)),
      durations: { find: findDurationIn([]) },
      http: { corsOrigins: [], trustedProxies: [], deadlineSeconds: 30 },
      costLimit: 15_000,
      isSubgraph: false,
      publicUrls: [],
      mostApiKeys: 20,
      prices: { currency: 'USD', notAsked: undefined },
      approvalHours: 168,
      streamLimits: { perSocket: 1_000, perPrincipal: 2_000, perProcess: 10_000 },
      azure: { arm, problems: () => [], stop: () => Promise.resolve() },
      authenticate: createAuthenticator({ pool: database.pool, onError: () => undefined }),
      submit: {
        pool: database.pool,
        kinds,
        arm,
        requiredCostTags: ['costCenter', 'owner', 'environment'],
        defaultSubscriptionId: subscriptionId,
      },
      ...settings,
    },
    log,
  );
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const asked: string[] = [];
  const { pool } = database;
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
  Object.assign(pool, {
    query: (...args: unknown[]) => {
      const [first] = args;
      asked.push(typeof first === 'string' ? first : (first as { text: string }).text);
      return query(...args);
    },
  });
  return {
    app,
    url,
    adminKey,
    database,
    statements: () => asked.splice(0).filter((text) => text !== 'SELECT 1'),
    graphql: (key, text, variables) => post(`${url}/graphql`, key, { query: text, variables }),
    seal: () => sealAudit(pool, 1_000),
    streamCount: () => changes.streamCount,
    close: async () => {
      await app.close();
      if (!given) await database.drop();
    },
  };
}

const adminKeys = new WeakMap<TestDatabase, Promise<string>>();

/** One for all that are started on a database: another one would revoke those before. */
function adminKeyOf(database: TestDatabase): Promise<string> {
  const key = adminKeys.get(database) ?? createDevelopmentKey(database.pool);
  adminKeys.set(database, key);
  return key;
}

async function post(url: string, key: string, body: object): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
}
