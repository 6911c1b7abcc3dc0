import { z } from 'zod';
import type { GatewayClient } from '../gateway-client.js';

const instanceSchema = z.object({
  name: z.string(),
  state: z.string(),
  applications: z.array(z.object({ name: z.string(), url: z.string() })),
  schedules: z.array(
    z.object({
      configured: z.object({
        action: z.string(),
        trigger: z.object({ expression: z.string(), timeZone: z.string() }),
      }),
      effective: z.object({ trigger: z.object({ timeZone: z.string() }) }),
      nextFireTimes: z.array(z.string()).length(3),
    }),
  ),
});

export type Instance = z.infer<typeof instanceSchema>;

const cron = '... on CronTrigger { expression timeZone }';
const document = `query ($id: ID!) { node(id: $id) { ... on ComputeInstance {
  name state
  applications { name url }
  schedules {
    configured { action trigger { ${cron} } }
    effective { trigger { ${cron} } }
    nextFireTimes
  }
} } }`;

/** The machine as the API tells of it. Rejects where Azure does not have its schedules. */
export async function readInstance(client: GatewayClient, id: string): Promise<Instance> {
  const { node } = await client.send(document, z.object({ node: instanceSchema }), { id });
  return node;
}

/** A line for what there is to work with, and one for each schedule with the next times it fires. */
export const describeInstance = ({ name, state, applications, schedules }: Instance): string[] => [
  `${name}: ${state}, ${applications.map((each) => `${each.name} ${each.url}`).join(', ')}`,
  ...schedules.map(({ configured: { action, trigger }, effective, nextFireTimes }) => {
    const clock = `${trigger.timeZone} (in Azure: ${effective.trigger.timeZone})`;
    return `${name}: ${action} by ${trigger.expression} ${clock}, next ${nextFireTimes.join(', ')}`;
  }),
];
