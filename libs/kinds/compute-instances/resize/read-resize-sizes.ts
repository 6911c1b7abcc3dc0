import type { ArmId } from '#libs/kernel';
import type { ArmBody, ArmPort } from '#libs/operations';

/**
 * The VM sizes that Azure lets an instance become, as ARM lists sizes; undefined where the answer holds no list. Changes
 * nothing. Rejects with ArmError.
 */
export async function readResizeSizes(
  arm: Pick<ArmPort, 'post'>,
  armId: ArmId,
  timeoutMs: number,
): Promise<ArmBody[] | undefined> {
  const answer = await arm.post(armId, 'getAllowedVmSizesForResize', undefined, { timeoutMs });
  const value = answer.state === 'Succeeded' ? answer.body?.['value'] : undefined;
  return Array.isArray(value) ? (value as ArmBody[]) : undefined;
}
