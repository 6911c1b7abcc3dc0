import type pg from 'pg';
import { openDatabase } from '#libs/database';
import { deciding } from '#libs/decisions';
import { kinds } from '#libs/kinds';
import type { SubmitDeps } from '#libs/operations';
import { Policies } from '#libs/policies';
import { createAuthenticator } from '#libs/tenants';
import type { RequestContext } from '#libs/verbs';
import { findEntry } from '../../apps/launcher/src/system/find-entry.js';
import { makeMemberKey } from './make-member-key.js';
import { seedComputes } from './seed-computes.js';
import { seedPrices } from './seed-prices.js';
import { startBenchDatabase } from './start-bench-database.js';
import { startContestant } from './start-contestant.js';

const prices = { currency: 'USD', notAsked: undefined };

export interface AcceptanceScene {
  pool: pg.Pool;
  deps: SubmitDeps;
  /** A member of one team of fifty, with the key and the workspaces. */
  context: RequestContext;
  key: string;
  workspaceIds: string[];
  /** Where the API is asked. */
  graphqlUrl: string;
}

/** Nothing that is measured asks Azure. */
export const unasked = async (): Promise<never> => {
  throw new Error('Azure was asked');
};

/** A database with a thousand computes and the prices of what is asked for, and the API on it, until the stack is disposed of. */
export async function openAcceptanceScene(stack: AsyncDisposableStack): Promise<AcceptanceScene> {
  const server = stack.adopt(await startBenchDatabase(), (one) => one.stop());
  await seedComputes(server.adminUrl, 1_000);
  const { pool } = stack.adopt(
    openDatabase({ url: server.databaseUrl, applicationName: 'bench', maxConnections: 16 }),
    (one) => one.close(),
  );
  await seedPrices(pool);
  const policies = stack.adopt(new Policies([], prices), (held) => held.close());
  const { key, teamId } = await makeMemberKey(pool);
  const actor = await createAuthenticator({ pool, onError: () => undefined })(key);
  if (!actor) throw new Error('the seed is incomplete');
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM resource WHERE kind = 'WORKSPACE' AND team_id = $1`,
    [teamId],
  );
  const settings = { DATABASE_URL: server.databaseUrl };
  const api = stack.adopt(
    await startContestant('api', findEntry('api'), server.folder, settings),
    (one) => one.stop(),
  );
  return {
    pool,
    deps: {
      pool,
      kinds,
      arm: { get: unasked, list: unasked, post: unasked },
      requiredCostTags: ['costCenter', 'owner', 'environment'],
      decide: deciding({ prices, policies, approvalHours: 168 }),
    },
    context: { actor, requestId: 'bench', channel: 'graphql' },
    key,
    workspaceIds: rows.map(({ id }) => id),
    graphqlUrl: `${api.url}/graphql`,
  };
}
