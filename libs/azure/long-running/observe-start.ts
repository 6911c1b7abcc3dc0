import type { LroObservation } from '#libs/operations';
import type { ArmAnswer } from '../arm-answer.js';
import { ended, stillRunning, succeeded } from './observe.js';
import { type LroSubject, readLroHeaders, resourceHandle } from './read-lro-headers.js';
import { isFailureBody, stateWordOf, stateOfWord } from '../read-state.js';

/**
 * What ARM's first answer (200 to 204) to a write means. Azure-AsyncOperation always means that it goes on; Location
 * does so with 202 or a state that is not terminal; without either the resource's own state tells, but for a DELETE:
 * what stands failed before it says nothing of it (docs/azure-facts.md#long-running-operations).
 */
export function observeStart(
  answer: ArmAnswer,
  endpoint: string,
  subject: LroSubject,
  now: Date,
): LroObservation {
  if (isFailureBody(answer.body)) return ended(answer, 'Failed', 'Failed');
  const word = stateWordOf(answer.body);
  const state = stateOfWord(word);
  const handle = readLroHeaders(answer, endpoint, subject);
  const goesOn =
    answer.status === 202 ||
    state === 'InProgress' ||
    handle?.style === 'azure-async-operation' ||
    (subject.verb === 'DELETE' && state !== 'Succeeded');
  if (goesOn && answer.status !== 204)
    return stillRunning(answer, handle ?? resourceHandle(subject), word ?? 'Accepted', now);
  if (state === 'Failed' || state === 'Canceled') return ended(answer, state, word ?? state);
  const start = succeeded(answer, word ?? 'Succeeded', true);
  // Of a group 201 says that it is new, 200 that it stood there (docs/azure-facts.md#resource-groups).
  return subject.verb === 'PUT' ? { ...start, existed: answer.status === 200 } : start;
}
