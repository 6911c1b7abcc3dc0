import { findVmSize } from '../../vm-sizes/vm-sizes.js';
import type { ArmErrorBody } from '../../arm-error.js';
import type { CoreHolding, Quotas } from '../../quotas/quotas.js';
import { coresOf, quotaReached } from '../aml-compute/cluster-quota.js';
import type { InstanceRecord } from './instance-record.js';

type Holder = Pick<
  InstanceRecord,
  'subscriptionId' | 'location' | 'workspaceKey' | 'state' | 'isBuilt' | 'operation' | 'settings'
>;

/**
 * The cores an instance holds now: also while it is stopped, unless it was to release them
 * (docs/azure-facts.md#compute-instances).
 */
export const holdingOfInstance = (record: Holder): CoreHolding => ({
  ...holdingOfSize(record, record.settings.vmSize),
  cores: holdsCores(record) ? coresOf(record.settings.vmSize) : 0,
});

function holdsCores({ isBuilt, operation, state, settings }: Holder): boolean {
  if (!isBuilt)
    return state === 'Creating' || state === 'SettingUp' || state === 'UserSettingUp'
      ? operation?.error === undefined
      : false;
  return !(settings.releaseQuotaOnStop && state === 'Stopped');
}

const holdingOfSize = (record: Holder, vmSize: string): CoreHolding => ({
  subscriptionId: record.subscriptionId,
  location: record.location,
  workspaceKey: record.workspaceKey,
  family: findVmSize(vmSize)?.family ?? '',
  priority: 'Dedicated',
  cores: coresOf(vmSize),
});

/** Why an instance that released its cores when it stopped cannot start. */
export const restartShortage = (quotas: Quotas, record: Holder): ArmErrorBody | undefined =>
  record.settings.releaseQuotaOnStop
    ? instanceShortage(quotas, record, record.settings.vmSize)
    : undefined;

/** Why the limits leave no room for an instance of `vmSize`, besides what it holds already; undefined where they do. */
export function instanceShortage(
  quotas: Quotas,
  record: Holder,
  vmSize: string,
): ArmErrorBody | undefined {
  const wanted = holdingOfSize(record, vmSize);
  const held = holdingOfInstance(record);
  const additional = wanted.cores - held.cores;
  const inFamily = wanted.family === held.family ? additional : wanted.cores;
  const room = quotas
    .rooms(wanted)
    .find(({ limit, used }, index) => limit - used < (index === ofRegion ? additional : inFamily));
  return room && quotaReached(wanted, room, additional);
}

/** The one among `rooms` that is over all families. */
const ofRegion = 1;
