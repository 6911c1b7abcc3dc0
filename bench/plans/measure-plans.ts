import { catalogue, type CatalogueDeps } from '#libs/catalogue';
import { globalId, perform } from '#libs/verbs';
import { acceptCluster, acceptedOverHttp } from '../acceptance/measure-acceptance.js';
import { openAcceptanceScene, unasked, type AcceptanceScene } from '../support/acceptance-scene.js';
import { askOverHttp } from '../support/ask-over-http.js';
import { askedCluster, next } from '../support/asked-cluster.js';
import { doneInASecond } from '../support/done-in-a-second.js';
import type { Finding } from '../support/finding.js';
import { race } from '../support/race.js';

const turns = { warmUps: 1, rounds: 3 };

const planned = (workspaceIds: readonly string[]) => ({
  change: { createComputeCluster: askedCluster(next(workspaceIds)) },
  usage: { hoursPerWeek: 40 },
});

/** A plan without its HTTP: decided as its mutation is, with what it costs, and kept with its audit row. */
function planCluster({ deps, context, workspaceIds }: AcceptanceScene) {
  const plan = catalogue.find(({ name }) => name === 'plan');
  if (!plan) throw new Error('nothing can be planned');
  const globalIds = workspaceIds.map((id) => globalId('Workspace', id));
  return async () => {
    const asked = planned(globalIds);
    const answer = await perform(plan, deps as CatalogueDeps, context, asked, unasked);
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  };
}

const mutation = `mutation ($input: PlanInput!) { plan(input: $input) {
  plan { id applicable changes { path effect } cost { hourlyCeiling { amount } } } userErrors { code message } } }`;

function plannedOverHttp({ graphqlUrl, key, workspaceIds }: AcceptanceScene): Promise<number> {
  const globalIds = workspaceIds.map((id) => globalId('Workspace', id));
  const input = () => planned(globalIds);
  const holds = '"applicable":true';
  return askOverHttp({ url: graphqlUrl, key, query: mutation, input, holds });
}

/** Plans kept in a second, 50 at once, of the mutation that the same member has accepted beside them. */
export async function measurePlans(): Promise<Finding[]> {
  await using stack = new AsyncDisposableStack();
  const scene = await openAcceptanceScene(stack);
  const { key, workspaceIds, graphqlUrl } = scene;
  const rates = await race(turns, {
    mutations: () => doneInASecond(acceptCluster(scene)),
    plans: () => doneInASecond(planCluster(scene)),
    mutationsOverHttp: () => acceptedOverHttp(graphqlUrl, key, workspaceIds),
    plansOverHttp: () => plannedOverHttp(scene),
  });
  return [
    finding('plans made, 50 at once', rates.plans, rates.mutations),
    finding(
      'the same through the API, HTTP included',
      rates.plansOverHttp,
      rates.mutationsOverHttp,
    ),
  ];
}

const finding = (what: string, plans: number, mutations: number): Finding => ({
  what,
  measured: `${plans.toFixed(0)}/s`,
  against: `mutations accepted ${mutations.toFixed(0)}/s`,
  ratio: plans / mutations,
  aim: '≥ 0.5',
});
