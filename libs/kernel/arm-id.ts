import { z } from 'zod';

/**
 * An ARM resource id as ARM (or the caller) wrote it. Compare with `armIdKey`, show as is
 * (docs/azure-facts.md#common-rules).
 */
export type ArmId = string;

/** What is nested in something by a provider of its own reads as one more type and name: so every id is read one way. */
const patternOf = (name: string): RegExp =>
  new RegExp(
    `^/subscriptions/[^/\\s]+(/resourceGroups/[^/\\s]+)?(/providers/[^/\\s]+(/[^/\\s]+/${name})+)?$`,
    'i',
  );

const schemaOf = (pattern: RegExp) =>
  z
    .string()
    .max(2048)
    .regex(pattern, 'must be an ARM resource id: /subscriptions/…/resourceGroups/…/providers/…')
    .refine(
      (id) => !/[%?#\\\p{C}]|\/\.{1,2}(\/|$)/u.test(id),
      'must name each segment plainly: without %, ?, #, \\, unseen characters and segments that are only dots',
    )
    .refine(
      // The sign for kelvin is a k in lower case and none to ARM.
      (id) => id === id.normalize('NFKC'),
      'must be written in plain letters: some of its characters only look like others',
    )
    .refine(
      (id) => !/.\/subscriptions\/[^/]+\/resourceGroups(\/|$)/i.test(id),
      'must be one ARM resource id: another one begins within it',
    );

/** Parses an ARM id, keeping its case. */
export const armIdSchema = schemaOf(patternOf('[^/\\s]+')).refine(
  // In lower case some letters (a capital sharp s, a dotted capital I) become those of another name.
  (id) => id.toLowerCase().toUpperCase() === id.toUpperCase(),
  'must be written with letters that are the same in either case',
);

/**
 * Parses the ARM id of anything that ARM lists, to compare it with: some types have names with spaces in them
 * ("failure anomalies - …", which comes with every Application Insights).
 */
export const listedArmIdSchema = schemaOf(patternOf('[^/\\s]+(?: +[^/\\s]+)*'));

/** The form in which ARM ids compare: lower case, no trailing slash. */
export const armIdKey = (id: ArmId): string => id.toLowerCase().replace(/\/+$/, '');

export const sameArmId = (a: ArmId, b: ArmId): boolean => armIdKey(a) === armIdKey(b);

/** True for what lies below `scope`, by whole segments: a group `rg` does not hold what is in `rg-2`. */
export const isWithin = (scope: ArmId, id: ArmId): boolean =>
  armIdKey(id).startsWith(`${armIdKey(scope)}/`);

export const subscriptionOf = (id: ArmId): string => id.split('/')[2] ?? '';

export const resourceGroupId = (subscriptionId: string, name: string): ArmId =>
  `/subscriptions/${subscriptionId}/resourceGroups/${name}`;

export const workspaceArmId = (groupId: ArmId, name: string): ArmId =>
  `${groupId}/providers/Microsoft.MachineLearningServices/workspaces/${name}`;

export const computeArmId = (workspaceId: ArmId, name: string): ArmId =>
  `${workspaceId}/computes/${name}`;

/** The resource that holds this one: the workspace of a compute, the group of a workspace, the subscription of a group. */
export function parentArmId(id: ArmId): ArmId {
  const parts = id.split('/');
  const last = parts.slice(0, -2);
  return last.at(-2)?.toLowerCase() === 'providers' ? last.slice(0, -2).join('/') : last.join('/');
}
