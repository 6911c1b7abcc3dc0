import { z } from 'zod';
import type { VerbContext } from '#libs/tenants';
import type { OperationKind } from '../operation.js';
import { requestOf } from './idempotency.js';
import { idempotencyKeySchema, parseInput, rowIdSchema } from './parse-input.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitDeletion } from './submit-deletion.js';

const inputSchema = z.object({
  computeId: rowIdSchema,
  confirmName: z.string().max(200),
  idempotencyKey: idempotencyKeySchema,
});

/** A Kubernetes compute is detached instead. */
const deletions: Partial<Record<string, OperationKind>> = {
  COMPUTE_CLUSTER: 'COMPUTE_CLUSTER_DELETE',
  COMPUTE_INSTANCE: 'COMPUTE_INSTANCE_DELETE',
};

/** Accepts the deletion of a cluster or an instance. */
export async function deleteCompute(
  deps: SubmitDeps,
  context: VerbContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  return submitDeletion(deps, context, {
    kindFor: ({ kind }) => deletions[kind],
    deniedAs: 'COMPUTE_CLUSTER_DELETE',
    targetId: input.value.computeId,
    field: 'computeId',
    what: 'compute',
    confirmName: input.value.confirmName,
    request: requestOf(inputSchema, 'deleteCompute', input.value),
  });
}
