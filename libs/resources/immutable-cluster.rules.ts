import { armIdKey } from '#libs/kernel';
import type { ClusterDesired } from './compute-cluster.schema.js';
import type { Findings } from './findings.rules.js';
import {
  checkImmutableFields,
  type AskedFields,
  type ImmutableForms,
} from './immutable-field.rules.js';
import { normaliseLocation } from './location.rules.js';
import { vmSizeKey } from './vm-size.rules.js';

/** What ARM cannot change on a cluster that stands (arm-facts, Computes). */
type Field =
  | 'vmSize'
  | 'vmPriority'
  | 'location'
  | 'subnetId'
  | 'ssh'
  | 'enableNodePublicIp'
  | 'isolatedNetwork';

const forms: ImmutableForms<ClusterDesired, Field> = {
  vmSize: vmSizeKey,
  vmPriority: (priority) => priority,
  location: normaliseLocation,
  subnetId: armIdKey,
  ssh: (ssh) => [ssh.publicAccess, ssh.adminUsername, ssh.publicKey.trim()].join(' '),
  enableNodePublicIp: (enabled) => enabled,
  isolatedNetwork: (isolated) => isolated,
};

/** IMMUTABLE_FIELD for each field that differs from what stands. */
export const checkImmutableCluster = (
  asked: AskedFields<ClusterDesired, Field>,
  standing: ClusterDesired,
): Findings =>
  checkImmutableFields(
    forms,
    asked,
    standing,
    (field) =>
      `${field} cannot be changed on a cluster that stands: create another cluster, or delete this one and create it anew.`,
  );
