import { armIdKey, durationSeconds } from '#libs/kernel';
import type { DesiredIdentity, ObservedIdentity } from '../identity/identity.schema.js';
import { sameTagKey, type Tag } from '../tags/tags.rules.js';

/** A field that Azure took and did not keep. */
export interface IgnoredField {
  /** As in our inputs, e.g. `scale.maxNodeCount`. */
  field: string;
  asked: unknown;
  found: unknown;
}

/** Whether a field is one of `fields`, or a part of one: `costTags.owner` is about `costTags`. */
export const isAbout = (field: string, fields: readonly string[]): boolean =>
  fields.some((one) => one === field || field.startsWith(`${one}.`));

/** Those that are about one of `fields`. */
export const onlyOf = (
  ignored: readonly IgnoredField[],
  fields: readonly string[],
): IgnoredField[] => ignored.filter(({ field }) => isAbout(field, fields));

/** Empty where the two are the same to Azure. `same` defaults to equality. */
export const differing = <T>(
  field: string,
  asked: T,
  found: T,
  form: (value: T) => unknown = (value) => value,
): IgnoredField[] => (form(asked) === form(found) ? [] : [{ field, asked, found }]);

export const withoutCase = (value: string | null): string | null => value?.toLowerCase() ?? null;
export const idForm = (value: string | null): string | null => value && armIdKey(value);
export const userForm = (user: { tenantId: string; objectId: string } | null): string | null =>
  user && `${user.tenantId} ${user.objectId}`.toLowerCase();
export const durationForm = (value: string): unknown => durationSeconds(value) ?? value;

/** An identity compares by type and by the set of its ids. */
export const differingIdentity = (
  asked: DesiredIdentity,
  found: ObservedIdentity,
): IgnoredField[] => [
  ...differing('identity.type', asked.type, found.type),
  ...differing(
    'identity.userAssignedIdentityIds',
    asked.userAssignedIdentityIds,
    found.userAssignedIdentityIds,
    (ids) => ids.map(armIdKey).sort().join(' '),
  ),
];

/**
 * Cost tags that did not reach Azure. Where it keeps no tags of a resource at all, none of them was ignored: our own
 * mapping is the ledger (docs/azure-facts.md#common-rules).
 */
export const differingTags = (
  asked: readonly Tag[],
  found: Readonly<Record<string, string>> | null,
): IgnoredField[] =>
  found === null || Object.keys(found).length === 0
    ? []
    : asked.flatMap(({ key, value }) => {
        const kept = Object.entries(found).find(([name]) => sameTagKey(name, key))?.[1] ?? null;
        return differing<string | null>(`costTags.${key}`, value, kept);
      });
