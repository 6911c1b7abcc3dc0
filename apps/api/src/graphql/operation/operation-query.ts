import type { OperationQuery } from '../../reads/read-operations.repository.js';
import { parseGlobalId } from '../relay/global-id.js';
import { isGiven } from '../relay/read-page.js';
import type { OperationFilter } from './operation.types.js';

/** An id that finds nothing must not widen a filter. */
const nobody = '00000000-0000-0000-0000-000000000000';

export const anyRowId = (text: string): string => parseGlobalId(text)?.id ?? nobody;

/** A client's filter as a query; what is absent or null does not narrow. */
export function operationQuery(
  filter: OperationFilter | null | undefined,
): Partial<OperationQuery> {
  if (!filter) return {};
  const { status, kind, targetId, requestedById, from, to } = filter;
  return {
    ...(status && { status }),
    ...(kind && { kind }),
    ...(isGiven(targetId) && { targetId: anyRowId(targetId) }),
    ...(isGiven(requestedById) && { requestedById: anyRowId(requestedById) }),
    ...(from && { from }),
    ...(to && { to }),
  };
}
