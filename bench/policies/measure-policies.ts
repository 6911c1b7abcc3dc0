import type pg from 'pg';
import { submitting } from '#libs/catalogue';
import { createComputeCluster } from '#libs/kinds/compute-clusters';
import type { Decide, ToDecide } from '#libs/operations';
import { Policies } from '#libs/policies';
import { globalId, perform } from '#libs/verbs';
import { acceptedOverHttp } from '../acceptance/measure-acceptance.js';
import { openAcceptanceScene, unasked, type AcceptanceScene } from '../support/acceptance-scene.js';
import { askedCluster, next } from '../support/asked-cluster.js';
import { seconds } from '../support/done-in-a-second.js';
import type { Finding } from '../support/finding.js';
import { quantile } from '../support/quantile.js';
import { race } from '../support/race.js';
import { endless, insertPolicies, switchPolicies } from './seed-policies.js';

const turns = { warmUps: 1, rounds: 3 };
const nothingSaid = { cost: null, ceiling: null, quota: null };

/** What a mutation of the member asks policies about. */
async function askedOf({ deps, context, workspaceIds }: AcceptanceScene): Promise<ToDecide> {
  const asked = Promise.withResolvers<ToDecide>();
  const decide: Decide = async (one) => {
    asked.resolve(one);
    return {
      usage: null,
      ...nothingSaid,
      approval: null,
      policyFindings: [],
      warnings: [],
      refusals: [],
    };
  };
  const input = askedCluster(next(workspaceIds.map((id) => globalId('Workspace', id))));
  await perform(createComputeCluster, { ...deps, decide }, context, input, unasked);
  return { ...(await asked.promise), sql: deps.pool };
}

/** How long one decision after the other takes, milliseconds, sorted. */
async function decisionsOf(policies: Policies, pool: pg.Pool, asked: ToDecide): Promise<number[]> {
  const { rows } = await pool.query<{ revision: number }>('SELECT revision FROM policy_revision');
  const payer = { ...asked.proposal.payer, policyRevision: rows[0]?.revision ?? 0 };
  const now = { ...asked, proposal: { ...asked.proposal, payer } };
  await policies.findingsOn(now, nothingSaid);
  const took: number[] = [];
  for (const until = performance.now() + seconds * 1000; performance.now() < until;) {
    const begun = performance.now();
    await policies.findingsOn(now, nothingSaid);
    took.push(performance.now() - begun);
  }
  return took.toSorted((one, other) => one - other);
}

/** What policies cost a decision, mutations through the API, and others where one would not end. */
export async function measurePolicies(): Promise<Finding[]> {
  await using stack = new AsyncDisposableStack();
  const scene = await openAcceptanceScene(stack);
  const { pool, key, workspaceIds, graphqlUrl } = scene;
  const prices = { currency: 'USD', notAsked: undefined };
  const policies = stack.adopt(new Policies(submitting, prices), (one) => one.close());
  const asked = await askedOf(scene);
  await insertPolicies(pool, asked.proposal.payer.id);
  const quiet = await decisionsOf(policies, pool, asked);
  const held = Promise.all(
    Array.from({ length: 50 }, () =>
      policies.findings([endless], { verb: 'createComputeCluster' }),
    ),
  );
  const beside = await decisionsOf(policies, pool, asked);
  await held;
  const rates = await race(turns, {
    without: async () => {
      await switchPolicies(pool, false);
      return acceptedOverHttp(graphqlUrl, key, workspaceIds);
    },
    with: async () => {
      await switchPolicies(pool, true);
      return acceptedOverHttp(graphqlUrl, key, workspaceIds);
    },
  });
  return [
    {
      what: 'a decision by ten policies of a thousand',
      measured: inWords(quiet),
      aim: 'p50 < 2 ms',
    },
    {
      what: 'the same while fifty wait for a policy that does not end',
      measured: inWords(beside),
      against: inWords(quiet),
      ratio: quantile(beside, 0.99) / quantile(quiet, 0.99),
      aim: '≤ 2',
    },
    {
      what: 'mutations accepted through the API with ten policies on',
      measured: `${rates.with.toFixed(0)}/s`,
      against: `without ${rates.without.toFixed(0)}/s`,
      ratio: rates.with / rates.without,
      aim: '≥ 0.9',
    },
  ];
}

const inWords = (sorted: readonly number[]): string =>
  `p50 ${quantile(sorted, 0.5).toFixed(2)} ms, p99 ${quantile(sorted, 0.99).toFixed(2)} ms`;
