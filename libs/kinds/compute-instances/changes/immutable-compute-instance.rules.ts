import { armIdKey } from '#libs/kernel';
import {
  type Findings,
  checkImmutableFields,
  type AskedFields,
  type ImmutableForms,
  vmSizeKey,
} from '#libs/resources';
import type { ShownInstance } from '../shown-compute-instance.rules.js';

/** What ARM cannot change in place on an instance that stands (docs/azure-facts.md#computes). */
type Field = 'vmSize' | 'assignedUser' | 'ssh' | 'subnetId' | 'enableNodePublicIp';

/** Of SSH only the key can be asked for. */
type Shown = Omit<ShownInstance, 'ssh'> & { ssh: Pick<ShownInstance['ssh'], 'publicKey'> | null };

const forms: ImmutableForms<Shown, Field> = {
  vmSize: vmSizeKey,
  assignedUser: (user) => `${user.tenantId} ${user.objectId}`.toLowerCase(),
  ssh: (ssh) => ssh.publicKey?.trim() ?? '',
  subnetId: armIdKey,
  enableNodePublicIp: (enabled) => enabled,
};

const remedyOf = (field: Field): string =>
  field === 'vmSize'
    ? 'use resizeComputeInstance'
    : 'create another instance, or delete this one and create it anew';

/** IMMUTABLE_FIELD for each field that differs from what the page shows. */
export const checkImmutableInstance = (
  asked: AskedFields<Shown, Field>,
  shown: Pick<Shown, Field>,
): Findings =>
  checkImmutableFields(
    forms,
    asked,
    shown,
    (field) => `${field} cannot be changed on an instance that stands: ${remedyOf(field)}.`,
  );
