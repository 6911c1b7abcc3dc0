import type { ResourceQuery } from '../../reads/read-resources.repository.js';
import type { ComputeFilter } from '../compute/compute.types.js';
import { rowId } from '../relay/global-id.js';

/** What `computes` answers. */
export const computeKinds = ['COMPUTE_CLUSTER', 'COMPUTE_INSTANCE', 'KUBERNETES_COMPUTE'] as const;

/** Those of them that a filter lets through. */
export const computeKindsOf = (filter: ComputeFilter | null | undefined) =>
  computeKinds.filter((kind) => (filter?.type ?? kind) === kind);

/** An id that finds nothing must not widen a filter. */
const nobody = '00000000-0000-0000-0000-000000000000';

export const idFilter = (
  text: string | null | undefined,
  ...types: Parameters<typeof rowId>[1][]
) => (text === null || text === undefined ? undefined : rowId(text, ...types) || nobody);

const present = <T>(value: T | null | undefined): { value: T } | undefined =>
  value === null || value === undefined ? undefined : { value };

/** A client's filter as a query; what is absent or null does not narrow. */
export function computeQuery(filter: ComputeFilter | null | undefined): Partial<ResourceQuery> {
  const parentId = idFilter(filter?.workspaceId, 'Workspace');
  const teamId = idFilter(filter?.teamId, 'Team');
  const state = present(filter?.provisioningState);
  const costTag = present(filter?.costTag);
  const vmSize = present(filter?.vmSize);
  const name = present(filter?.nameContains);
  const managed = present(filter?.managed);
  return {
    ...(parentId !== undefined && { parentId }),
    ...(teamId !== undefined && { teamId }),
    ...(state && { provisioningState: state.value }),
    ...(costTag && { costTag: costTag.value }),
    ...(vmSize && { vmSize: vmSize.value }),
    ...(name && { nameContains: name.value }),
    ...(managed && { managed: managed.value }),
  };
}
