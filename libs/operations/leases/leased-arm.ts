import { ArmError, type ArmCall, type ArmPort } from '../arm.port.js';
import type { Lease } from './lease.js';

const usualTimeoutMs = 10_000;

/**
 * ARM for a step, on behalf of the team that pays: a write ends before the lease does, and is refused once the lease
 * has run out by the monotonic clock, so that a process that slept sends nothing (docs/operation-engine.md#one-round).
 */
export function leasedArm(arm: ArmPort, lease: Lease, teamId: string): ArmPort {
  const own = (call: ArmCall = {}): ArmCall => ({ ...call, teamId });
  const within = (call: ArmCall = {}): ArmCall => {
    const longestMs = lease.longestRequestMs();
    if (longestMs <= 0) throw leaseEnded();
    return { ...own(call), timeoutMs: Math.min(call.timeoutMs ?? usualTimeoutMs, longestMs) };
  };
  return {
    get: (id, call) => arm.get(id, own(call)),
    list: (collection, call) => arm.list(collection, own(call)),
    poll: (handle, call) => arm.poll(handle, own(call)),
    put: async (id, body, call) => arm.put(id, body, within(call)),
    delete: async (id, query, call) => arm.delete(id, query, within(call)),
    post: async (id, action, body, call) => arm.post(id, action, body, within(call)),
  };
}

const leaseEnded = (): ArmError =>
  new ArmError(
    'aborted',
    { code: 'LEASE_ENDED', message: 'the lease ran out before the request was sent', retry: 'NOW' },
    undefined,
    undefined,
    false,
  );
