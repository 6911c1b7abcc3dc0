import { computeKinds as computeKindsIn, kinds } from '#libs/kinds';
import type { ResourceQuery } from '../../reads/read-resources.repository.js';
import { filterId } from '../relay/filter-id.js';
import { filterName } from '../relay/filter-name.js';
import type { ComputeFilter } from './compute.types.js';

/** What `computes` answers. */
export const computeKinds = computeKindsIn(kinds);

/** Those of them that a filter lets through. */
export const computeKindsOf = (filter: ComputeFilter | null | undefined) =>
  computeKinds.filter((kind) => (filter?.type ?? kind) === kind);

const present = <T>(value: T | null | undefined): { value: T } | undefined =>
  value === null || value === undefined ? undefined : { value };

/** A client's filter as a query; what is absent or null does not narrow. Throws BAD_USER_INPUT for what is no id or no name. */
export function computeQuery(filter: ComputeFilter | null | undefined): Partial<ResourceQuery> {
  const parentId = filterId('workspaceId', filter?.workspaceId, 'Workspace');
  const teamId = filterId('teamId', filter?.teamId, 'Team');
  const state = present(filter?.provisioningState);
  const costTag = present(filter?.costTag);
  const vmSize = present(filter?.vmSize);
  const nameContains = filterName(filter?.nameContains);
  const managed = present(filter?.managed);
  return {
    ...(parentId !== undefined && { parentId }),
    ...(teamId !== undefined && { teamId }),
    ...(state && { provisioningState: state.value }),
    ...(costTag && { costTag: costTag.value }),
    ...(vmSize && { vmSize: vmSize.value }),
    ...(nameContains !== undefined && { nameContains }),
    ...(managed && { managed: managed.value }),
  };
}
