import type { OperationQuery } from '../../reads/read-operations.repository.js';
import { filterId } from '../relay/filter-id.js';
import type { OperationFilter } from './operation.types.js';

/** A client's filter as a query; what is absent or null does not narrow. Throws BAD_USER_INPUT for what is no id. */
export function operationQuery(
  filter: OperationFilter | null | undefined,
): Partial<OperationQuery> {
  if (!filter) return {};
  const { status, kind, from, to } = filter;
  const targetId = filterId('targetId', filter.targetId);
  const requestedById = filterId('requestedById', filter.requestedById, 'Principal');
  return {
    ...(status && { status }),
    ...(kind && { kind }),
    ...(targetId !== undefined && { targetId }),
    ...(requestedById !== undefined && { requestedById }),
    ...(from && { from }),
    ...(to && { to }),
  };
}
