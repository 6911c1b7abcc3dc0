import { armIdKey } from '#libs/kernel';
import type { InstanceDesired } from './compute-instance.schema.js';
import type { Findings } from './findings.rules.js';
import {
  checkImmutableFields,
  type AskedFields,
  type ImmutableForms,
} from './immutable-field.rules.js';
import { vmSizeKey } from './vm-size.rules.js';

/** What ARM cannot change in place on an instance that stands (arm-facts, Computes). */
type Field = 'vmSize' | 'assignedUser' | 'ssh' | 'subnetId' | 'enableNodePublicIp';

const forms: ImmutableForms<InstanceDesired, Field> = {
  vmSize: vmSizeKey,
  assignedUser: (user) => `${user.tenantId} ${user.objectId}`.toLowerCase(),
  ssh: (ssh) => ssh.publicKey.trim(),
  subnetId: armIdKey,
  enableNodePublicIp: (enabled) => enabled,
};

const remedyOf = (field: Field): string =>
  field === 'vmSize'
    ? 'use resizeComputeInstance'
    : 'create another instance, or delete this one and create it anew';

/** IMMUTABLE_FIELD for each field that differs from what stands. */
export const checkImmutableInstance = (
  asked: AskedFields<InstanceDesired, Field>,
  standing: InstanceDesired,
): Findings =>
  checkImmutableFields(
    forms,
    asked,
    standing,
    (field) => `${field} cannot be changed on an instance that stands: ${remedyOf(field)}.`,
  );
