import { createServer } from 'node:http';
import { pino } from 'pino';
import { openDatabase } from '#libs/database';
import { kinds } from '#libs/kinds';

import { startWorker } from '../../apps/worker/src/start-worker.js';
import { ArmDouble, type ClusterUnderWay } from './arm-double.js';
import { completionsPerSecond } from './seed-in-flight.js';

/** A worker as production runs it, but for ARM, which is in its memory; says over HTTP what ARM was asked and when it ended what. */
const databaseUrl = process.env['DATABASE_URL'] ?? '';
const database = openDatabase({ url: databaseUrl, applicationName: 'armature worker' });
const { rows } = await database.pool.query<Omit<ClusterUnderWay, 'endsAtMs'>>(
  `SELECT w.arm_id AS "armId", w.operation_id AS "operationId", r.desired,
     (SELECT jsonb_agg(jsonb_build_object('key', t.key, 'value', t.value)) FROM cost_tag t WHERE t.resource_id = r.id)
       AS "costTags"
   FROM watch w JOIN operation o ON o.id = w.operation_id JOIN resource r ON r.id = o.target_id ORDER BY random()`,
);
const clusters = rows.map((row, index) => ({
  ...row,
  endsAtMs: Date.now() + (index * 1_000) / completionsPerSecond,
}));
const arm = new ArmDouble(clusters);
await startWorker({
  database,
  arm,
  kinds,
  leaseMs: 45e3,
  concurrency: 24,
  queueSettings: { databaseUrl },
  pace: {
    restingSeconds: 60,
    movingSeconds: 5,
  },
  log: pino({ level: 'warn' }),
  onWedged: () => process.exit(1),
});
const ends = clusters.map(({ operationId, endsAtMs }) => [operationId, endsAtMs]);
createServer((_request, response) => {
  response.end(JSON.stringify({ reads: arm.reads, ends }));
}).listen(Number(process.env['PORT']), '127.0.0.1');
