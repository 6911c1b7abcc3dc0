import { normaliseLocation } from '#libs/kernel';
import {
  differing,
  differingIdentity,
  differingTags,
  idForm,
  type IgnoredField,
  type Tag,
} from '#libs/resources';
import type { WorkspaceDesired, WorkspaceObserved } from './workspace.schema.js';

/**
 * Fields of a workspace that Azure has otherwise than asked, cost tags included. Azure makes Application Insights and a
 * registry by itself where none was named: what was not asked for is not compared.
 */
export function compareWorkspace(
  desired: WorkspaceDesired,
  costTags: readonly Tag[],
  found: WorkspaceObserved,
): IgnoredField[] {
  const asked = (
    ['storageAccountId', 'keyVaultId', 'applicationInsightsId', 'containerRegistryId'] as const
  ).filter((name) => desired[name] !== null);
  return [
    ...differing('location', desired.location, found.location, normaliseLocation),
    ...differing('description', desired.description ?? '', found.description ?? ''),
    ...(desired.friendlyName === null
      ? []
      : differing<string | null>('friendlyName', desired.friendlyName, found.friendlyName)),
    ...asked.flatMap((name) => differing(name, desired[name], found[name], idForm)),
    ...differingIdentity(desired.identity, found.identity),
    ...differingTags(costTags, found.tags),
  ];
}
