import { z } from 'zod';
import { waitUntil } from '../../processes/wait-until.js';
import type { GatewayClient } from '../gateway-client.js';

const money = z.object({ amount: z.string(), currency: z.string() }).nullable();
const planSchema = z.object({
  id: z.string(),
  refusals: z.array(z.object({ code: z.string(), message: z.string() })),
  cost: z.object({ hourlyFloor: money, hourlyCeiling: money, monthlyExpected: money }).nullable(),
  quota: z.object({ fits: z.boolean().nullable() }).nullable(),
  approval: z.object({ required: z.number(), role: z.string(), eligible: z.number() }).nullable(),
});
export type ClusterPlan = z.output<typeof planSchema>;

const answerSchema = z.object({
  plan: z.object({
    plan: planSchema.nullable(),
    userErrors: z.array(z.object({ code: z.string(), message: z.string() })),
  }),
});

const document = `mutation ($input: PlanInput!) {
  plan(input: $input) {
    plan {
      id
      refusals { code message }
      cost { hourlyFloor { amount currency } hourlyCeiling { amount currency } monthlyExpected { amount currency } }
      quota { fits }
      approval { required role eligible }
    }
    userErrors { code message }
  }
}`;

/** What making a cluster would come to. Rejects where it cannot be planned. */
export async function planCluster(
  client: GatewayClient,
  cluster: Record<string, unknown>,
): Promise<ClusterPlan> {
  const input = { change: { createComputeCluster: cluster }, usage: { hoursPerWeek: 20 } };
  const { plan } = await client.send(document, answerSchema, { input });
  if (!plan.plan) throw new Error(`plan: ${plan.userErrors.map(({ message }) => message).join()}`);
  return plan.plan;
}

/** The same once its price is known: the worker reads prices of a region when somebody asks for them first. */
export async function planPricedCluster(
  client: GatewayClient,
  cluster: Record<string, unknown>,
): Promise<ClusterPlan> {
  let plan = await planCluster(client, cluster);
  const isPriced = async () => {
    if (plan.cost?.hourlyCeiling) return true;
    plan = await planCluster(client, cluster);
    return plan.cost?.hourlyCeiling !== null;
  };
  await waitUntil('the price of a cluster', isPriced, { timeoutMs: 20_000 });
  return plan;
}
