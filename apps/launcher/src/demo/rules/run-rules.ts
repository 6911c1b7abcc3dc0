import { createTeam } from '../create-team.js';
import { followOperation } from '../follow-operation.js';
import { GatewayClient } from '../gateway-client.js';
import type { Perform } from '../perform.js';
import { prepareWorkspace } from '../prepare-workspace.js';
import type { ProgressDisplay } from '../progress-display.js';
import { agree, applyPlan } from './agree.js';
import { hireBot, makeRules } from './make-rules.js';
import { planCluster, planPricedCluster, type ClusterPlan } from './plan-cluster.js';

/**
 * A team that has rules of the house: what they deny is seen before it is asked for, what is dear is planned with its price, and somebody
 * else agrees before it begins. Rejects with the reason when a part goes wrong.
 */
export async function runRules(
  graphqlUrl: string,
  admin: GatewayClient,
  perform: Perform,
  display: ProgressDisplay,
): Promise<string> {
  const teamId = await createTeam(admin, { name: 'Research', costCenter: 'CC-0815' });
  const { id: workspaceId } = await prepareWorkspace(perform, teamId, {
    name: 'research',
    project: 'protein-folding',
  });
  await makeRules(admin, teamId);
  const as = async (name: string, role: 'OPERATOR' | 'APPROVER'): Promise<GatewayClient> =>
    new GatewayClient(graphqlUrl, await hireBot(admin, teamId, name, role));
  const [operator, approver] = await Promise.all([as('Mara', 'OPERATOR'), as('Ben', 'APPROVER')]);
  const cluster = { workspaceId, name: 'folding', vmSize: 'STANDARD_D3_V2' };
  const denied = await planCluster(operator, {
    ...cluster,
    scale: { minNodeCount: 2, maxNodeCount: 16 },
  });
  for (const { code, message } of denied.refusals) display.say(`folding: ${code}: ${message}`);
  if (!denied.refusals.some(({ code }) => code === 'POLICY_DENIED'))
    throw new Error('the rules of the team should have denied it');
  const plan = await planPricedCluster(operator, { ...cluster, scale: { maxNodeCount: 16 } });
  display.say(`folding: planned: ${inWords(plan)}`);
  const operationId = await applyPlan(operator, plan.id);
  display.say('folding: awaits approval; nothing is sent to Azure before');
  await agree(approver, operationId, 'fine until the paper is out');
  display.say('folding: approved by Ben');
  await followOperation(admin, operationId, display.show);
  return operationId;
}

function inWords({ cost, quota, approval }: ClusterPlan): string {
  const [floor, ceiling, month] = [cost?.hourlyFloor, cost?.hourlyCeiling, cost?.monthlyExpected];
  if (!floor || !ceiling || !month || !approval)
    throw new Error('the plan lacks its cost, or who has to agree');
  const fits = { true: 'fits', false: 'does not fit' }[String(quota?.fits)] ?? 'is not known';
  return (
    `${floor.amount} to ${ceiling.amount} ${ceiling.currency} an hour, ` +
    `${month.amount} a month at 20 hours a week; quota ${fits}; ${approval.required} of ${approval.eligible} has to agree`
  );
}
