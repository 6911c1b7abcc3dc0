import { createServer } from 'node:http';
import { pino } from 'pino';
import { armBudgetLimits, createArmBudget, createArmClient } from '#libs/azure';
import { openDatabase } from '#libs/database';
import { kinds } from '#libs/kinds';

import { startWorker } from '../../apps/worker/src/start-worker.js';
import { ArmInMemory } from './arm-in-memory.js';

/** A worker as production runs it, with its ARM client and the shared budget of public Azure; behind that is memory. */
const databaseUrl = process.env['DATABASE_URL'] ?? '';
const database = openDatabase({ url: databaseUrl, applicationName: 'armature worker' });
const azure = new ArmInMemory(Number(process.env['ARM_LATENCY_MS']));
await startWorker({
  database,
  kinds,
  leaseMs: 45e3,
  concurrency: 24,
  arm: createArmClient({
    endpoint: 'https://management.azure.com',
    credential: {
      getToken: () =>
        Promise.resolve({
          token: 'bench',
          expiresOnTimestamp: Date.now() + 36e5,
        }),
    },
    budget: createArmBudget(database.pool, armBudgetLimits),
    httpClient: azure,
  }),
  queueSettings: { databaseUrl },
  pace: {
    restingSeconds: 60,
    movingSeconds: 5,
  },
  log: pino({ level: 'warn' }),
  onWedged: () => process.exit(1),
});
createServer((_request, response) => {
  response.end(JSON.stringify([...azure.firstPutMs]));
}).listen(Number(process.env['PORT']), '127.0.0.1');
