import { type ArmCall, type LroHandle, type LroObservation, ArmError } from '#libs/operations';
import type { ArmAnswer } from '../arm-answer.js';
import { trustedUrl } from '../arm-url.js';
import { isMissing, mapArmError } from '../map-arm-error.js';
import { ownArmError } from '../map-network-error.js';
import { ended } from './observe.js';
import { observePoll } from './observe-poll.js';
import { type Connection, sendRequest } from '../send-request.js';
import { sendVersioned } from '../versions/send-versioned.js';

/** A poll URL goes out as it came; the resource itself is asked for as by any GET. */
async function ask(
  connection: Connection,
  handle: LroHandle,
  call: ArmCall | undefined,
): Promise<ArmAnswer> {
  if (handle.style === 'resource') {
    const request = { method: 'GET', path: handle.armId, verb: 'get', call } as const;
    return (await sendVersioned(connection, request)).answer;
  }
  const url = trustedUrl(connection.endpoint, handle.url);
  if (url) return sendRequest(connection, { method: 'GET', url, call });
  throw ownArmError({
    kind: 'refused',
    code: 'PollUrlRefused',
    message: 'The poll URL names another host than the one called: nothing was sent there.',
    maybeAccepted: false,
  });
}

async function look(
  connection: Connection,
  handle: LroHandle,
  call: ArmCall | undefined,
): Promise<LroObservation> {
  const { endpoint, clock } = connection;
  const answer = await ask(connection, handle, call);
  if (answer.status < 300) return observePoll(answer, endpoint, handle, clock.now());
  const error = mapArmError(answer, false, clock.now());
  const gone = handle.style === 'resource' && handle.verb === 'DELETE' && isMissing(error);
  if (gone) return { state: 'Succeeded', rawState: 'NotFound' };
  if (endsOperation(handle, answer)) return ended(answer, 'Failed', rawStateOf(answer.status));
  return unreadable(error);
}

/**
 * The Location URL refused us: no permission, unknown URL, or too many requests. That says nothing about the
 * operation itself.
 */
const saysNothing: ReadonlySet<number> = new Set([401, 403, 404, 408, 429]);

/**
 * A Location URL answers in the end what the call itself would have answered: there a 4xx is the operation's own
 * failure. At Azure-AsyncOperation it is a failure to read (docs/azure-facts.md#long-running-operations).
 */
const endsOperation = ({ style }: LroHandle, { status }: ArmAnswer): boolean =>
  style === 'location' && status >= 400 && status < 500 && !saysNothing.has(status);

const rawStateOf = (status: number): string => `HTTP ${status}`;

const unreadable = (error: ArmError): LroObservation => ({
  state: 'Unreadable',
  rawState: error.httpStatus === undefined ? error.error.code : rawStateOf(error.httpStatus),
  error,
  ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
});

/**
 * One look at a long-running operation. A 5xx, a lost answer, a spent budget and most 4xx are Unreadable and never a
 * failure of the operation; what ends one stands in `endsOperation`. Rejects with ArmError `aborted` alone.
 */
export async function pollLro(
  connection: Connection,
  handle: LroHandle,
  call: ArmCall | undefined,
): Promise<LroObservation> {
  try {
    return await look(connection, handle, call);
  } catch (cause) {
    if (cause instanceof ArmError && cause.kind !== 'aborted') return unreadable(cause);
    throw cause;
  }
}
