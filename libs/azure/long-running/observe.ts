import { isObject } from '#libs/kernel';
import type { LroHandle, LroObservation } from '#libs/operations';
import type { ArmAnswer } from '../arm-answer.js';
import { readRetryAfter } from '../read-retry-after.js';
import { failureOf } from '../read-state.js';

const requestId = ({ armRequestId }: ArmAnswer) => (armRequestId ? { armRequestId } : {});

export function stillRunning(
  answer: ArmAnswer,
  handle: LroHandle,
  rawState: string,
  now: Date,
): LroObservation {
  const retryAfterSeconds = readRetryAfter(answer.retryAfter, now);
  const percent = isObject(answer.body) ? answer.body['percentComplete'] : undefined;
  return {
    state: 'InProgress',
    handle,
    rawState,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(typeof percent === 'number' ? { percentComplete: percent } : {}),
    ...requestId(answer),
  };
}

/** `withBody`: the answer is the resource, or what an action answers with. */
export const succeeded = (
  answer: ArmAnswer,
  rawState: string,
  withBody: boolean,
): Extract<LroObservation, { state: 'Succeeded' }> => ({
  state: 'Succeeded',
  rawState,
  ...(withBody && isObject(answer.body) ? { body: answer.body } : {}),
  ...requestId(answer),
});

export const ended = (
  answer: ArmAnswer,
  state: 'Failed' | 'Canceled',
  rawState: string,
): LroObservation => ({
  state,
  rawState,
  error: failureOf(answer.body, state, answer.armRequestId),
});
