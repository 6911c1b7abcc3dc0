import { armIdKey, normaliseLocation } from '#libs/kernel';
import {
  type Findings,
  checkImmutableFields,
  type AskedFields,
  type ImmutableForms,
  vmSizeKey,
} from '#libs/resources';
import type { ShownCluster } from './shown-compute-cluster.rules.js';

/** What ARM cannot change on a cluster that stands (docs/azure-facts.md#computes). */
type Field =
  | 'vmSize'
  | 'vmPriority'
  | 'location'
  | 'subnetId'
  | 'ssh'
  | 'enableNodePublicIp'
  | 'isolatedNetwork';

const forms: ImmutableForms<ShownCluster, Field> = {
  vmSize: vmSizeKey,
  vmPriority: (priority) => priority,
  location: normaliseLocation,
  subnetId: armIdKey,
  ssh: (ssh) => [ssh.publicAccess, ssh.adminUsername, ssh.publicKey?.trim()].join(' '),
  enableNodePublicIp: (enabled) => enabled,
  isolatedNetwork: (isolated) => isolated,
};

/** IMMUTABLE_FIELD for each field that differs from what the page shows. */
export const checkImmutableCluster = (
  asked: AskedFields<ShownCluster, Field>,
  shown: Pick<ShownCluster, Field>,
): Findings =>
  checkImmutableFields(
    forms,
    asked,
    shown,
    (field) =>
      `${field} cannot be changed on a cluster that stands: create another cluster, or delete this one and create it anew.`,
  );
