import type { LroHandle } from '#libs/operations';
import type { ArmAnswer } from '../arm-answer.js';
import { trustedUrl } from '../arm-url.js';

/** Whom a long-running operation works on, and how it was started. */
export type LroSubject = Pick<LroHandle, 'armId' | 'verb'>;

export const resourceHandle = ({ armId, verb }: LroSubject): LroHandle => ({
  style: 'resource',
  url: armId,
  armId,
  verb,
});

/**
 * Where to ask: Azure-AsyncOperation before Location. Undefined where there is neither, or where they name another host
 * than the one called: then the resource itself is what to look at.
 */
export function readLroHeaders(
  answer: Pick<ArmAnswer, 'asyncOperationUrl' | 'locationUrl'>,
  endpoint: string,
  { armId, verb }: LroSubject,
): LroHandle | undefined {
  const asyncOperation = trustedUrl(endpoint, answer.asyncOperationUrl ?? '');
  if (asyncOperation) return { style: 'azure-async-operation', url: asyncOperation, armId, verb };
  const location = trustedUrl(endpoint, answer.locationUrl ?? '');
  return location ? { style: 'location', url: location, armId, verb } : undefined;
}
