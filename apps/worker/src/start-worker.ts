import type { DynamicModule } from '@nestjs/common';
import { Pool } from 'pg';
import type { AzureProblem } from '#libs/azure';
import type { ObserveDependencies } from '#libs/discovery';
import type { Log } from '#libs/log';
import { defaultStepLimitMs, noPorts, type ArmPort } from '#libs/operations';
import type { QueueSettings } from '#libs/queue';
import { Azure } from './outside/azure.js';
import { WorkerSettings } from './outside/worker-settings.js';
import { serveWorker } from './serve-worker.js';

export interface WorkerOptions
  extends
    Pick<WorkerSettings, 'kinds' | 'leaseMs' | 'concurrency' | 'onWedged'>,
    Partial<Pick<WorkerSettings, 'ports' | 'stepLimitMs' | 'prices'>> {
  database: { pool: Pool };
  queueSettings: QueueSettings;
  pace: ObserveDependencies['pace'];
  arm: ArmPort;
  /** Absent: none is configured. */
  subscriptionId?: string;
  /** Absent: nobody knows of any. */
  azureProblems?: () => AzureProblem[];
  /** Absent: no health endpoint. */
  healthPort?: number;
  log: Log;
}

export interface RunningWorker {
  healthPort: number | undefined;
  /** Takes nothing more, waits at most 20 s for what runs, and leaves the rest to the leases. */
  stop(): Promise<void>;
}

/** Starts a worker in this process on what it is handed, which stays open after its stop. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { app, healthPort } = await serveWorker(given(options), options.log, options.healthPort);
  return { healthPort, stop: () => app.close() };
}

function given({
  database,
  queueSettings,
  arm,
  subscriptionId,
  pace,
  azureProblems,
  ...settings
}: WorkerOptions): DynamicModule {
  const problems = azureProblems ?? (() => []);
  const azure: Azure = { arm, reads: pace.reads, subscriptionId, problems };
  return {
    module: class Given {},
    global: true,
    providers: [
      { provide: Pool, useValue: database.pool },
      { provide: Azure, useValue: azure },
      {
        provide: WorkerSettings,
        useValue: {
          ports: noPorts,
          stepLimitMs: defaultStepLimitMs,
          prices: { currency: 'USD', notAsked: undefined },
          ...settings,
          queue: queueSettings,
          pace,
        },
      },
    ],
    exports: [Pool, Azure, WorkerSettings],
  };
}
