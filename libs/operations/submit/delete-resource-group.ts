import { z } from 'zod';
import type { VerbContext } from '#libs/tenants';
import { deleteHolder, deleteUnmanagedSchema } from './delete-holder.js';
import { requestOf } from './idempotency.js';
import { idempotencyKeySchema, parseInput, rowIdSchema } from './parse-input.js';
import type { SubmitDeps, Submitted } from './submission.js';

const inputSchema = z.object({
  resourceGroupId: rowIdSchema,
  confirmName: z.string().max(200),
  deleteUnmanagedArmIds: deleteUnmanagedSchema,
  idempotencyKey: idempotencyKeySchema,
});

/** Accepts the deletion of a resource group with everything in it. */
export async function deleteResourceGroup(
  deps: SubmitDeps,
  context: VerbContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  return deleteHolder(deps, context, input.value.deleteUnmanagedArmIds, {
    kindFor: ({ kind }) => (kind === 'RESOURCE_GROUP' ? 'RESOURCE_GROUP_DELETE' : undefined),
    deniedAs: 'RESOURCE_GROUP_DELETE',
    targetId: input.value.resourceGroupId,
    field: 'resourceGroupId',
    what: 'resource group',
    confirmName: input.value.confirmName,
    request: requestOf(inputSchema, 'deleteResourceGroup', input.value),
  });
}
