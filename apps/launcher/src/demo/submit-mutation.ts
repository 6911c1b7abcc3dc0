import { z } from 'zod';
import type { GatewayClient } from './gateway-client.js';

const payloadSchema = z.object({
  target: z.object({ id: z.string(), armId: z.string(), name: z.string() }).nullable(),
  /** Only powering an instance says so. */
  noop: z.boolean().default(false),
  operation: z.object({ id: z.string() }).nullable(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  userErrors: z.array(
    z.object({
      code: z.string(),
      message: z.string(),
      field: z.array(z.string()).nullable(),
    }),
  ),
});

export interface Accepted {
  operationId: string;
  target: { id: string; armId: string; name: string };
  /** It stood so already: nothing has to be sent to Azure. */
  noop: boolean;
  warnings: readonly { code: string; message: string }[];
}

/** Which field of the payload holds what each mutation changes. */
const targetOf = {
  createResourceGroup: 'resourceGroup',
  createWorkspace: 'workspace',
  createComputeCluster: 'compute',
  updateComputeCluster: 'compute',
  assignComputeIdentity: 'compute',
  deleteCompute: 'compute',
  createComputeInstance: 'compute',
  startComputeInstance: 'compute',
  stopComputeInstance: 'compute',
  deleteResourceGroup: 'resourceGroup',
  provisionKubernetesCompute: 'compute',
} as const;

const poweringInstances: readonly string[] = ['startComputeInstance', 'stopComputeInstance'];

/** Sends a mutation that answers with an operation. Rejects, with every reason, when it is refused. */
export async function submitMutation(
  client: GatewayClient,
  mutation: keyof typeof targetOf,
  input: Record<string, unknown>,
): Promise<Accepted> {
  const powers = poweringInstances.includes(mutation);
  const named = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const inputType = powers ? 'ComputeInstanceActionInput' : named;
  const document = `mutation ($input: ${inputType}!) {
    payload: ${mutation}(input: $input) {
      target: ${targetOf[mutation]} { id armId name }
      ${powers ? 'noop' : ''}
      operation { id }
      warnings { code message }
      userErrors { code message field }
    }
  }`;
  const { payload } = await client.send(document, z.object({ payload: payloadSchema }), { input });
  const { operation, target, noop, warnings, userErrors } = payload;
  if (!operation || !target) {
    const reasons = userErrors.map(
      ({ code, message, field }) => `${code} at ${field?.join('.') ?? 'the input'}: ${message}`,
    );
    throw new Error(`${mutation} was refused: ${reasons.join('; ')}`);
  }
  return { operationId: operation.id, target, noop, warnings };
}
