import { accessEvents } from './types/access.events.js';
import { approvalEvents } from './types/approval.events.js';
import { auditEvents } from './types/audit.events.js';
import { computeEvents } from './types/compute.events.js';
import type { EventType } from './types/event-type.js';
import { operationEvents } from './types/operation.events.js';

/** Everything that can happen, by the alphabet: whoever tells of it, and whoever describes that, does it from this list. */
export const eventTypes: readonly EventType[] = [
  ...accessEvents,
  ...approvalEvents,
  ...auditEvents,
  ...computeEvents,
  ...operationEvents,
].toSorted((one, other) => (one.type < other.type ? -1 : 1));

/** `operation.succeeded` as enums have it: `OPERATION_SUCCEEDED`. */
export const enumValue = (type: string): string => type.replace('.', '_').toUpperCase();

const byEnumValue = new Map(eventTypes.map(({ type }) => [enumValue(type), type]));

/** The type that an enum's value stands for. Throws for a value of none. */
export function typeOfValue(value: string): string {
  const type = byEnumValue.get(value);
  if (type === undefined) throw new Error(`no type of events is ${value}`);
  return type;
}
