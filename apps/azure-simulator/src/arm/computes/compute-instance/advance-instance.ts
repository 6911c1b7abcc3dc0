import type { Operations } from '../../../long-running-operations/operations.js';
import type { Faults } from '../../../scenarios/faults.js';
import { wrapped } from '../../../scenarios/known-failures.js';
import type { ArmErrorBody } from '../../arm-error.js';
import type { Quotas } from '../../quotas/quotas.js';
import type { InstanceOperation, InstanceRecord, InstanceState } from './instance-record.js';
import { setupFailure, type IsLost } from './set-up-instance.js';

/** What the time of an instance depends on. */
export interface InstanceWorld {
  operations: Operations;
  faults: Faults;
  quotas: Quotas;
  isLost: IsLost;
}

/** What stands when the present phase of the operation has ended at `atMs`; undefined after its delete. */
export function endPhase(
  record: InstanceRecord,
  operation: InstanceOperation,
  world: InstanceWorld,
  atMs: number,
): InstanceRecord | undefined {
  const failure = operation.error
    ? { state: operation.fallsBackTo, error: wrapped(operation.error) }
    : setupFailure(record, world.faults, world.isLost);
  if (failure) return failed(record, operation, failure.state, failure.error, world, atMs);
  const [phase, ...next] = operation.next;
  if (!phase) return succeeded(record, operation, world, atMs);
  const untilMs = atMs + phase.seconds * 1000;
  return { ...record, state: phase.state, operation: { ...operation, next, untilMs } };
}

function succeeded(
  record: InstanceRecord,
  operation: InstanceOperation,
  { operations }: InstanceWorld,
  atMs: number,
): InstanceRecord | undefined {
  if (operation.operationId) operations.succeed(operation.operationId, atMs);
  if (operation.name === 'Delete') return undefined;
  const { operation: _over, provisioningErrors: _past, ...settled } = record;
  return {
    ...settled,
    state: operation.endsIn,
    provisioningState: 'Succeeded',
    isBuilt: true,
    errors: [],
    settings: operation.vmSize ? { ...record.settings, vmSize: operation.vmSize } : record.settings,
    lastOperation: { ...record.lastOperation, operationStatus: 'Succeeded' },
    idleSinceMs: atMs,
    scheduledUntilMs: atMs,
  };
}

const setupStates: readonly InstanceState[] = ['SetupFailed', 'UserSetupFailed'];

function failed(
  record: InstanceRecord,
  operation: InstanceOperation,
  state: InstanceState,
  error: ArmErrorBody,
  { operations }: InstanceWorld,
  atMs: number,
): InstanceRecord {
  if (operation.operationId) operations.fail(operation.operationId, atMs, error);
  const { operation: _over, ...settled } = record;
  const isBuilt = record.isBuilt || setupStates.includes(state);
  return {
    ...settled,
    state,
    isBuilt,
    errors: [error],
    idleSinceMs: Math.max(record.idleSinceMs, atMs),
    scheduledUntilMs: atMs,
    ...(isBuilt && !setupStates.includes(state) && operation.name !== 'Delete'
      ? {}
      : { provisioningState: 'Failed', provisioningErrors: [error] }),
    lastOperation: { ...record.lastOperation, operationStatus: `${operation.name}Failed` },
  };
}

/** What stands when a change of tags, identity or schedules has ended at `atMs`. */
export function endUpdate(
  record: InstanceRecord,
  { operations }: InstanceWorld,
  atMs: number,
): InstanceRecord {
  const { update, ...settled } = record;
  if (!update) return record;
  if (!update.error) {
    operations.succeed(update.operationId, atMs);
    const { provisioningErrors: _past, ...healed } = settled;
    return setupStates.includes(record.state)
      ? settled
      : { ...healed, provisioningState: 'Succeeded' };
  }
  const error = wrapped(update.error);
  operations.fail(update.operationId, atMs, error);
  return { ...settled, provisioningState: 'Failed', provisioningErrors: [error] };
}
