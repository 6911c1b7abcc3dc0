import { armIdKey } from '#libs/kernel';
import type { InstanceDesired } from './compute-instance.schema.js';
import { nothing, refusal, together, type FieldPath, type Findings } from './findings.rules.js';
import { vmSizeKey } from './vm-size.rules.js';

/** What ARM cannot change on an instance that stands; absent: not asked for (arm-facts, Computes). */
export type ImmutableInstanceFields = Partial<
  Pick<InstanceDesired, 'vmSize' | 'assignedUser' | 'ssh' | 'subnetId' | 'enableNodePublicIp'>
>;

/** One form for values that Azure takes for the same. */
const comparable: Record<
  keyof ImmutableInstanceFields,
  (fields: ImmutableInstanceFields) => unknown
> = {
  vmSize: ({ vmSize = '' }) => vmSizeKey(vmSize),
  assignedUser: ({ assignedUser: user }) =>
    user && `${user.tenantId} ${user.objectId}`.toLowerCase(),
  ssh: ({ ssh }) => ssh && ssh.publicKey.trim(),
  subnetId: ({ subnetId }) => subnetId && armIdKey(subnetId),
  enableNodePublicIp: ({ enableNodePublicIp }) => enableNodePublicIp,
};

const remedies: Partial<Record<keyof ImmutableInstanceFields, string>> = {
  vmSize: 'use resizeComputeInstance',
};

/** IMMUTABLE_FIELD for each field that differs from what stands; naming what stands is no change. */
export const checkImmutableInstance = (
  asked: ImmutableInstanceFields,
  standing: InstanceDesired,
  path: FieldPath = ['input'],
): Findings =>
  together(
    ...(Object.keys(comparable) as (keyof ImmutableInstanceFields)[]).map((field) =>
      asked[field] === undefined || comparable[field](asked) === comparable[field](standing)
        ? nothing
        : refuse(field, path),
    ),
  );

const refuse = (field: keyof ImmutableInstanceFields, path: FieldPath): Findings =>
  refusal(
    'IMMUTABLE_FIELD',
    [...path, field],
    `${field} cannot be changed on an instance that stands: ${remedies[field] ?? 'create another instance, or delete this one and create it anew'}.`,
  );
