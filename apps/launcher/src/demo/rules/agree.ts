import { z } from 'zod';
import type { GatewayClient } from '../gateway-client.js';

const refused = z.array(z.object({ code: z.string(), message: z.string() }));
const operation = z.object({ id: z.string(), status: z.string() });
const appliedSchema = z.object({
  applyPlan: z.object({ operation: operation.nullable(), userErrors: refused }),
});
const waitingSchema = z.object({ approvals: z.object({ nodes: z.array(operation) }) });
const agreedSchema = z.object({
  approveOperation: z.object({ operation: operation.nullable(), userErrors: refused }),
});

/** Carries out a plan, and answers the operation, which awaits approval. */
export async function applyPlan(client: GatewayClient, planId: string): Promise<string> {
  const document = `mutation ($input: ApplyPlanInput!) {
    applyPlan(input: $input) { operation { id status } userErrors { code message } }
  }`;
  const { applyPlan: answer } = await client.send(document, appliedSchema, { input: { planId } });
  if (answer.operation?.status !== 'AWAITING_APPROVAL')
    throw new Error(`applyPlan should have awaited approval: ${JSON.stringify(answer)}`);
  return answer.operation.id;
}

/** Finds what waits for whoever asks, and agrees to it. Rejects where it is not among that. */
export async function agree(
  client: GatewayClient,
  operationId: string,
  comment: string,
): Promise<void> {
  const list = '{ approvals(first: 10, filter: { mayDecide: true }) { nodes { id status } } }';
  const { approvals } = await client.send(list, waitingSchema);
  if (!approvals.nodes.some(({ id }) => id === operationId))
    throw new Error('what awaits approval is not among the approvals');
  const document = `mutation ($input: ApproveOperationInput!) {
    approveOperation(input: $input) { operation { id status } userErrors { code message } }
  }`;
  const input = { id: operationId, comment };
  const { approveOperation } = await client.send(document, agreedSchema, { input });
  const [refusal] = approveOperation.userErrors;
  if (refusal) throw new Error(`approveOperation: ${refusal.code}: ${refusal.message}`);
}
