import { armIdKey } from '#libs/kernel';
import type { ClusterDesired } from './compute-cluster.schema.js';
import { nothing, refusal, together, type FieldPath, type Findings } from './findings.rules.js';
import { normaliseLocation } from './location.rules.js';
import { vmSizeKey } from './vm-size.rules.js';

/** What ARM cannot change on a cluster that stands; absent: not asked for (arm-facts, Computes). */
export type ImmutableFields = Partial<
  Pick<
    ClusterDesired,
    | 'vmSize'
    | 'vmPriority'
    | 'location'
    | 'subnetId'
    | 'ssh'
    | 'enableNodePublicIp'
    | 'isolatedNetwork'
  >
>;

/** One form for values that Azure takes for the same. */
const comparable: Record<keyof ImmutableFields, (fields: ImmutableFields) => unknown> = {
  vmSize: ({ vmSize = '' }) => vmSizeKey(vmSize),
  vmPriority: ({ vmPriority }) => vmPriority,
  location: ({ location = '' }) => normaliseLocation(location),
  subnetId: ({ subnetId }) => subnetId && armIdKey(subnetId),
  ssh: ({ ssh }) => ssh && [ssh.publicAccess, ssh.adminUsername, ssh.publicKey.trim()].join(' '),
  enableNodePublicIp: ({ enableNodePublicIp }) => enableNodePublicIp,
  isolatedNetwork: ({ isolatedNetwork }) => isolatedNetwork,
};

function checkField(
  field: keyof ImmutableFields,
  asked: ImmutableFields,
  standing: ClusterDesired,
  path: FieldPath,
): Findings {
  const form = comparable[field];
  if (asked[field] === undefined || form(asked) === form(standing)) return nothing;
  const message = `${field} cannot be changed on a cluster that stands: create another cluster, or delete this one and create it anew.`;
  return refusal('IMMUTABLE_FIELD', [...path, field], message);
}

/** IMMUTABLE_FIELD for each field that differs from what stands; naming what stands is no change. */
export const checkImmutable = (
  asked: ImmutableFields,
  standing: ClusterDesired,
  path: FieldPath = ['input'],
): Findings =>
  together(
    ...(Object.keys(comparable) as (keyof ImmutableFields)[]).map((field) =>
      checkField(field, asked, standing, path),
    ),
  );
