import { armIdKey, type ProvisioningError } from '#libs/kernel';
import { type StepContext, inputOf } from '#libs/operations';
import { listContents } from './list-contents.js';

/** Why a group or workspace must stay: something stands in it that was not there when its deletion was accepted. */
export async function keptByContents({
  arm,
  operation,
  resource,
  signal,
}: StepContext): Promise<ProvisioningError | undefined> {
  const { contents } = inputOf(operation);
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
