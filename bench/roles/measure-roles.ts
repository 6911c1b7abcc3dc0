import { openDatabase } from '#libs/database';
import { findEntry } from '../../apps/launcher/src/system/find-entry.js';
import { acceptedOverHttp } from '../acceptance/measure-acceptance.js';
import { ourPage } from '../page/measure-page.js';
import type { Finding } from '../support/finding.js';
import { requestsPerSecond } from '../support/load.js';
import { makeMemberKey } from '../support/make-member-key.js';
import { race } from '../support/race.js';
import { seedComputes } from '../support/seed-computes.js';
import { startBenchDatabase } from '../support/start-bench-database.js';
import { startContestant } from '../support/start-contestant.js';

const computes = 100_000;
const teams = 30;
const turns = { warmUps: 3, rounds: 4 };
const seconds = 3;
const connections = 20;

/** Pages and acceptances of somebody with a role in thirty teams, against somebody with a role in one of them, in turns. */
export async function measureRoles(): Promise<Finding[]> {
  await using stack = new AsyncDisposableStack();
  const database = stack.adopt(await startBenchDatabase(), (one) => one.stop());
  await seedComputes(database.adminUrl, computes);
  const { pool, close } = openDatabase({ url: database.databaseUrl, applicationName: 'bench' });
  const one = await makeMemberKey(pool);
  const many = await makeMemberKey(pool, teams);
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM resource WHERE kind = 'WORKSPACE' AND team_id = $1`,
    [one.teamId],
  );
  await close();
  const settings = { DATABASE_URL: database.databaseUrl };
  const api = stack.adopt(
    await startContestant('api', findEntry('api'), database.folder, settings),
    (started) => started.stop(),
  );
  const url = `${api.url}/graphql`;
  const page = (key: string) => () =>
    requestsPerSecond({
      url,
      body: ourPage,
      headers: { authorization: `Bearer ${key}` },
      connections,
      seconds,
    });
  const workspaceIds = rows.map(({ id }) => id);
  const accept = (key: string) => () => acceptedOverHttp(url, key, workspaceIds);
  const pages = await race(turns, { one: page(one.key), many: page(many.key) });
  const accepted = await race(turns, { one: accept(one.key), many: accept(many.key) });
  return [
    finding('page of 50 out of 100,000, of all that they see', pages),
    finding('mutations accepted through the API, 50 at once, in one of their teams', accepted),
  ];
}

const finding = (what: string, { one, many }: Record<'one' | 'many', number>): Finding => ({
  what: `${what}: who has ${teams} roles`,
  measured: `${many.toFixed(0)}/s`,
  against: `who has one ${one.toFixed(0)}/s`,
  ratio: many / one,
  aim: '≥ 0.9',
});
