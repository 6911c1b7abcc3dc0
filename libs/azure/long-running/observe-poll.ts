import { isObject } from '#libs/kernel';
import type { LroHandle, LroObservation } from '#libs/operations';
import type { ArmAnswer } from '../arm-answer.js';
import { ended, stillRunning, succeeded } from './observe.js';
import { readLroHeaders } from './read-lro-headers.js';
import { isFailureBody, stateWordOf, statusOf, stateOfWord } from '../read-state.js';

/** A poll answer may hand out the next URL; it is followed only where it is of the same style. */
function nextHandle(answer: ArmAnswer, endpoint: string, handle: LroHandle): LroHandle {
  if (handle.style === 'resource') return handle;
  const { asyncOperationUrl, locationUrl } = answer;
  const headers =
    handle.style === 'location'
      ? { locationUrl: locationUrl ?? '' }
      : { asyncOperationUrl: asyncOperationUrl ?? '' };
  return readLroHeaders(headers, endpoint, handle) ?? handle;
}

/** The word that says how it stands: of the operation, or of the resource where that is what the URL shows. */
function wordOf(answer: ArmAnswer, handle: LroHandle): string | undefined {
  const word = statusOf(answer.body) ?? stateWordOf(answer.body);
  if (handle.style === 'resource') return stateWordOf(answer.body);
  if (answer.status === 202) return word ?? 'Accepted';
  // What an action answers with in the end is its own affair: a `status` in it is not ours to read.
  return handle.style === 'location' && handle.verb === 'POST' ? undefined : word;
}

/** A delete is still running while the resource can be read, whatever its state says. */
const stillThere = ({ style, verb }: LroHandle): boolean =>
  style === 'resource' && verb === 'DELETE';

const showsResource = (answer: ArmAnswer, handle: LroHandle): boolean =>
  handle.verb === 'POST'
    ? handle.style === 'location'
    : isObject(answer.body) && 'properties' in answer.body && statusOf(answer.body) === undefined;

/** What a readable answer (200 to 204) of a poll URL, or of the resource in its place, means. */
export function observePoll(
  answer: ArmAnswer,
  endpoint: string,
  handle: LroHandle,
  now: Date,
): LroObservation {
  const word = wordOf(answer, handle);
  const next = nextHandle(answer, endpoint, handle);
  const known = isObject(answer.body) && statusOf(answer.body) === undefined;
  if (known && isFailureBody(answer.body)) return ended(answer, 'Failed', 'Failed');
  const state =
    answer.status === 202 && stateOfWord(word) === 'Succeeded' ? 'InProgress' : stateOfWord(word);
  if (state === 'InProgress') return stillRunning(answer, next, word ?? 'Accepted', now);
  if (state === 'Failed' || state === 'Canceled') return ended(answer, state, word ?? state);
  if (stillThere(handle)) return stillRunning(answer, next, word ?? 'Succeeded', now);
  return succeeded(answer, word ?? 'Succeeded', showsResource(answer, handle));
}
