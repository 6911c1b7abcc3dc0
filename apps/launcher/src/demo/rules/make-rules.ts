import { z } from 'zod';
import type { GatewayClient } from '../gateway-client.js';

const refused = z.array(z.object({ code: z.string(), message: z.string() }));
const policySchema = z.object({
  createPolicy: z.object({ policy: z.object({ id: z.string() }).nullable(), userErrors: refused }),
});
const keySchema = z.object({
  createApiKey: z.object({ secret: z.string().nullable(), userErrors: refused }),
});

/** What the team of researchers has to keep to. */
const rules = [
  {
    name: 'nothing runs unasked',
    condition: 'after.scale.minNodeCount > 0',
    effect: 'DENY',
    message: 'Clusters go down to no nodes here: leave minNodeCount at 0.',
  },
  {
    name: 'many nodes',
    condition: 'after.scale.maxNodeCount > 8',
    effect: 'REQUIRE_APPROVAL',
    message: 'More than eight nodes are for somebody else to agree to.',
    approval: { required: 1, role: 'APPROVER' },
  },
] as const;

/** Makes the rules of a team. Rejects where one is refused. */
export async function makeRules(client: GatewayClient, teamId: string): Promise<void> {
  const document = `mutation ($input: CreatePolicyInput!) {
    createPolicy(input: $input) { policy { id } userErrors { code message } }
  }`;
  for (const rule of rules) {
    const input = { ...rule, teamId, verbs: ['createComputeCluster'] };
    const { createPolicy } = await client.send(document, policySchema, { input });
    if (!createPolicy.policy) throw new Error(`createPolicy: ${inWords(createPolicy.userErrors)}`);
  }
}

/** The key of a bot with a role in the team. */
export async function hireBot(
  client: GatewayClient,
  teamId: string,
  botName: string,
  role: 'OPERATOR' | 'APPROVER',
): Promise<string> {
  const document = `mutation ($input: CreateApiKeyInput!) {
    createApiKey(input: $input) { secret userErrors { code message } }
  }`;
  const input = { teamId, botName, name: 'demo', role };
  const { createApiKey } = await client.send(document, keySchema, { input });
  if (createApiKey.secret === null)
    throw new Error(`createApiKey: ${inWords(createApiKey.userErrors)}`);
  return createApiKey.secret;
}

const inWords = (errors: z.output<typeof refused>): string =>
  errors.map(({ code, message }) => `${code}: ${message}`).join('; ');
