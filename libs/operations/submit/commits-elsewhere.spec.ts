import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { withClient } from '../../../apps/launcher/src/postgres/prepare-database.js';
import {
  startTestPostgres,
  type TestPostgresServer,
} from '../../../test/support/postgres-server.js';
import { SubmissionScene } from '../../../test/support/submission-scene.js';
import { createComputeCluster } from '../../kinds/compute-clusters/create-compute-cluster.verb.js';

/** A server of its own: nobody's commit would come to an end there who does not say `local`. */
let server: TestPostgresServer;
const scene = new SubmissionScene();
/** Somebody whose commits take as long as it takes. */
let other: pg.Client;
beforeAll(async () => {
  server = await startTestPostgres({ fsync: 'off', max_wal_senders: '1' });
  await withClient(server.adminUrl, async (admin) => {
    await admin.query('ALTER ROLE ALL SET synchronous_commit = local');
    await admin.query(`ALTER SYSTEM SET synchronous_standby_names = 'nobody'`);
    await admin.query('SELECT pg_reload_conf()');
  });
  await scene.open(server);
  other = new pg.Client({ connectionString: scene.database.adminUrl });
  await other.connect();
  await other.query('SET synchronous_commit = on');
});
beforeEach(() => scene.begin());
afterAll(async () => {
  await other.end();
  await scene.database.close();
  await server.stop();
});

const query = (text: string, values: unknown[] = []) => scene.database.pool.query(text, values);

/** Whether a commit has waited for the one that notifies twice as long as a group waits for rows. */
const isWaiting = async (): Promise<boolean> => {
  const { rowCount } = await query(
    `SELECT FROM pg_locks WHERE locktype = 'object' AND classid = 'pg_database'::regclass AND NOT granted
      AND clock_timestamp() - waitstart > interval '200 milliseconds'`,
  );
  return (rowCount ?? 0) > 0;
};

it('creations wait together for a commit from elsewhere that notifies, and do not fall apart', async () => {
  const { rows: pids } = await other.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  // Its lock is held until the commit is on the disk of somebody who is not there.
  const committing = other.query(
    `BEGIN; INSERT INTO team (name, cost_center) VALUES ('elsewhere', 'c'); NOTIFY elsewhere; COMMIT`,
  );
  const names = Array.from({ length: 20 }, (_, number) => `cpu${number}a`);
  const asked = names.map((name) => scene.ask(createComputeCluster, scene.clusterInput({ name })));
  await expect.poll(isWaiting).toBe(true);
  await withClient(server.adminUrl, (admin) =>
    admin.query('SELECT pg_cancel_backend($1)', [pids[0]?.pid]),
  );
  await committing;
  const answers = await Promise.all(asked);
  expect(answers.map(({ ok }) => ok)).toEqual(names.map(() => true));
  const { rows } = await query('SELECT DISTINCT xmin::text FROM operation WHERE team_id = $1', [
    scene.teamId,
  ]);
  expect(rows.length).toBeLessThan(5);
});
