import type { RunningSystem } from '../system/start-system.js';
import { createDisplay } from './create-display.js';
import { createTeam } from './create-team.js';
import { failNextCluster } from './arm-fault.js';
import { GatewayClient } from './gateway-client.js';
import { doMainJob } from './main-job.js';
import { printVanished } from './lab/print-vanished.js';
import { runLab } from './lab/run-lab.js';
import { runRules } from './rules/run-rules.js';
import { createPerform, together } from './perform.js';
import { printAuditTrail } from './print-audit-trail.js';
import { printCostTags } from './print-cost-tags.js';
import { printOperations } from './print-operations.js';
import { printSection } from './print-section.js';
import type { ProgressDisplay } from './progress-display.js';
import { verifyChain } from './verify-chain.js';

/**
 * Does the main job on a running system, and beside it the lab of a course, with live progress on stdout, then prints what
 * is left of it to read. Rejects with the reason when anything did not end as it should; what can be read is printed
 * nevertheless. With `failWith`, Azure fails the creation of the cluster `cpu` with that ARM code.
 */
export async function runDemo(
  system: Pick<RunningSystem, 'graphqlUrl' | 'apiKey' | 'simulator' | 'database'>,
  failWith?: string,
): Promise<void> {
  const client = new GatewayClient(system.graphqlUrl, system.apiKey);
  const operationIds: string[] = [];
  const display = createDisplay(process.stdout);
  if (failWith !== undefined) await failNextCluster(system.simulator, 'cpu', failWith);
  const job = await settle(work(client, display, operationIds, system));
  display.close();
  const report = await settle(printReport(client, system.database.databaseUrl, operationIds));
  if (job.status === 'rejected') throw job.reason;
  if (report.status === 'rejected') throw report.reason;
}

async function work(
  client: GatewayClient,
  display: ProgressDisplay,
  operationIds: string[],
  { simulator, graphqlUrl }: Pick<RunningSystem, 'simulator' | 'graphqlUrl'>,
): Promise<void> {
  const teamId = await createTeam(client, { name: 'Vision', costCenter: 'CC-4711' });
  const perform = createPerform(client, display, (id) => operationIds.push(id));
  await together([
    doMainJob(client, perform, teamId, display.say, simulator),
    runLab(client, perform, teamId, display.say),
    runRules(graphqlUrl, client, perform, display).then((id) => void operationIds.push(id)),
  ]);
}

async function printReport(
  client: GatewayClient,
  databaseUrl: string,
  operationIds: readonly string[],
): Promise<void> {
  await printOperations(client, operationIds);
  const chain = await verifyChain(databaseUrl);
  await printAuditTrail(client);
  await printVanished(client);
  await printCostTags(client);
  printSection('Audit chain', chain);
}

const settle = async (promise: Promise<void>) => (await Promise.allSettled([promise]))[0];
