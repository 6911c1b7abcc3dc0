import { z } from 'zod';
import type { VerbContext } from '#libs/tenants';
import { deleteHolder, deleteUnmanagedSchema } from './delete-holder.js';
import { requestOf } from './idempotency.js';
import { idempotencyKeySchema, parseInput, rowIdSchema } from './parse-input.js';
import type { SubmitDeps, Submitted } from './submission.js';

const inputSchema = z.object({
  workspaceId: rowIdSchema,
  confirmName: z.string().max(200),
  deleteUnmanagedArmIds: deleteUnmanagedSchema,
  purge: z
    .boolean()
    .nullish()
    .transform((purge) => purge ?? false),
  idempotencyKey: idempotencyKeySchema,
});

/** Accepts the deletion of a workspace with its computes. Without `purge` Azure keeps it, and its name, for a while. */
export async function deleteWorkspace(
  deps: SubmitDeps,
  context: VerbContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { purge, confirmName } = input.value;
  return deleteHolder(deps, context, input.value.deleteUnmanagedArmIds, {
    kindFor: ({ kind }) => (kind === 'WORKSPACE' ? 'WORKSPACE_DELETE' : undefined),
    deniedAs: 'WORKSPACE_DELETE',
    targetId: input.value.workspaceId,
    field: 'workspaceId',
    what: 'workspace',
    confirmName,
    request: requestOf(inputSchema, 'deleteWorkspace', input.value),
    input: { purge },
  });
}
