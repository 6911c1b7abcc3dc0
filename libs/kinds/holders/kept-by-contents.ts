import { z } from 'zod';
import { armIdKey, type ProvisioningError } from '#libs/kernel';
import { type StepContext, readInput } from '#libs/operations';
import { listContents } from './list-contents.js';

/** The ARM ids of all that may go too; absent in what was accepted before they were listed. */
const deletionInput = z.object({ contents: z.array(z.string()).optional() });

/** Why a group or workspace must stay: something stands in it that was not there when its deletion was accepted. */
export async function keptByContents({
  arm,
  operation,
  resource,
  signal,
}: StepContext): Promise<ProvisioningError | undefined> {
  const { contents } = readInput(deletionInput, operation);
  if (!contents) return undefined;
  const agreed = new Set(contents.map(armIdKey));
  const listed = await listContents(arm, resource.armId, signal);
  const [first, ...others] = listed.filter((id) => !agreed.has(armIdKey(id))).map(appeared);
  return first && { ...first, ...(others.length > 0 && { details: others }) };
}

const appeared = (armId: string): ProvisioningError => ({
  code: 'NOT_EMPTY',
  message: `${armId} appeared in it after its deletion was accepted. Nothing was deleted.`,
  retry: 'NEVER',
  remedy: 'Ask for the deletion anew: its answer lists what stands there now.',
  target: armId,
});
