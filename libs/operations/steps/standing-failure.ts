import { createHash } from 'node:crypto';
import { mapProvisioningErrors } from '#libs/arm-errors';
import { provisioningStateOf, rawStateOf } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';

/**
 * What a failure that stands on a resource is known by, while nothing new has happened to it; null where it has not
 * failed. Times and node counts change by themselves and do not count. A hash: Azure's words stay out of memory.
 */
export function failureMark(body: ArmBody): string | null {
  const rawState = rawStateOf(body);
  if (provisioningStateOf(rawState) !== 'FAILED') return null;
  const { errorInfo, statuses } = (body['properties'] ?? {}) as Record<string, unknown>;
  const said = Array.isArray(statuses) ? statuses.map(withoutTime) : null;
  const words = [rawState, mapProvisioningErrors(body), errorInfo ?? null, said];
  return createHash('sha256').update(JSON.stringify(words)).digest('hex');
}

function withoutTime(status: unknown): unknown {
  if (typeof status !== 'object' || status === null) return status;
  return { ...status, time: undefined };
}
