import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { pino } from 'pino';
import { connectArm, openRetailPrices } from '#libs/azure';
import { kinds } from '#libs/kinds';
import type { SubmitDeps } from '#libs/operations';

import { startSimulator } from '../../apps/azure-simulator/src/start-simulator.js';
import { startWorker, type RunningWorker } from '../../apps/worker/src/start-worker.js';
import { ask, type Submission } from './ask.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { applicationOf } from './application-of.js';
import { contextForTests, shareWith, storyOf } from './engine.js';

const publicAuthorities = tls.getCACertificates('default');

/** What NODE_EXTRA_CA_CERTS does at start, for this process alone; the simulator trusted before is so no more. */
export const trust = (caFile: string): void =>
  tls.setDefaultCACertificates([...publicAuthorities, readFileSync(caFile, 'utf8')]);

/** A database, a worker and a simulated Azure, in this process; mutations come through the use cases. */
export async function startSimulatedSystem(options: {
  clockRate: number;
  stepLimitMs?: number;
  /** Absent: whatever a workspace names stands. */
  assumesDependencies?: boolean;
  ports?: Parameters<typeof startWorker>[0]['ports'];
  /** Whether its worker reads prices; absent: no. */
  readsPrices?: boolean;
}) {
  const database = await createTestDatabase();
  const azure = await startSimulator({
    port: 0,
    clockRate: options.clockRate,
    throttling: 'off',
    assumesDependencies: options.assumesDependencies ?? true,
  });
  trust(azure.caFile);
  const arm = connectArm({
    endpoint: azure.armEndpoint,
    pool: database.pool,
    credential: applicationOf(azure),
  });
  const log = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
  const startAnotherWorker = (): Promise<RunningWorker> =>
    startWorker({
      database,
      arm,
      subscriptionId: azure.subscriptionId,
      kinds,
      log,
      leaseMs: 2e4,
      concurrency: 16,
      queueSettings: { databaseUrl: database.url },
      pace: {
        restingSeconds: 60,
        movingSeconds: 1,
      },
      ...(options.stepLimitMs !== undefined && { stepLimitMs: options.stepLimitMs }),
      ...(options.ports && { ports: options.ports }),
      ...(options.readsPrices && {
        prices: {
          notAsked: undefined,
          retail: openRetailPrices(azure.armEndpoint),
          currency: 'USD',
        },
      }),
      onWedged: () => undefined,
    });
  const worker = await startAnotherWorker();
  const teamId = await insertTeam(database);
  await shareWith(database.pool, teamId, `/subscriptions/${azure.subscriptionId}`);
  const context = contextForTests('ADMIN', teamId);
  const submit: SubmitDeps = {
    pool: database.pool,
    kinds,
    requiredCostTags: [],
    arm,
    defaultSubscriptionId: azure.subscriptionId,
  };
  return {
    database,
    azure,
    arm,
    teamId,
    context,
    submit,
    async ask(
      mutation: Submission,
      input: object,
    ): Promise<{
      operationId: string;
      resourceId: string;
    }> {
      const answer = await ask(mutation, submit, context, input);
      if (!answer.ok) throw new Error(JSON.stringify(answer.error));
      return answer.value;
    },
    story: (operationId: string) => storyOf(database.pool, operationId),
    async control(route: string, body?: object): Promise<unknown> {
      const response = await fetch(`${azure.controlEndpoint}/${route}`, {
        ...(body && {
          method: 'POST',
          body: JSON.stringify(body),
        }),
        headers: { 'content-type': 'application/json' },
      });
      if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    async stop(): Promise<void> {
      await worker.stop();
      await azure.stop();
      await database.drop();
    },
  };
}

export type SimulatedSystem = Awaited<ReturnType<typeof startSimulatedSystem>>;

async function insertTeam({ pool }: TestDatabase): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO team (name, cost_center) VALUES ('research', 'cc-1') RETURNING id`,
  );
  return String(rows[0]?.id);
}
