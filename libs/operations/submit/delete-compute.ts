import { z } from 'zod';
import type { RequestContext } from '#libs/tenants';
import { requestOf } from './idempotency.js';
import { idempotencyKeySchema, parseInput, rowIdSchema } from './parse-input.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitDeletion } from './submit-deletion.js';

const inputSchema = z.object({
  computeId: rowIdSchema,
  confirmName: z.string().max(200),
  idempotencyKey: idempotencyKeySchema,
});

/** Accepts the deletion of a compute. */
export async function deleteCompute(
  deps: SubmitDeps,
  context: RequestContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  return submitDeletion(deps, context, {
    kindFor: ({ kind }) => (kind === 'COMPUTE_CLUSTER' ? 'COMPUTE_CLUSTER_DELETE' : undefined),
    deniedAs: 'COMPUTE_CLUSTER_DELETE',
    targetId: input.value.computeId,
    field: 'computeId',
    what: 'compute',
    confirmName: input.value.confirmName,
    request: requestOf('deleteCompute', input.value),
  });
}
