import type { DependencyRecord } from './dependency-record.js';
import type { DependencyType } from './dependency-type.js';

/** One of them as ARM answers it. */
export const viewDependency = (kind: DependencyType, record: DependencyRecord): object => ({
  id: record.id,
  name: record.name,
  type: kind.type,
  location: record.location,
  tags: record.tags ?? {},
  ...(record.kind === undefined ? {} : { kind: record.kind }),
  ...(record.sku === undefined ? {} : { sku: record.sku }),
  ...(record.identity === undefined ? {} : { identity: record.identity }),
  properties: { ...kind.view(record), provisioningState: record.provisioningState },
  systemData: record.systemData,
});
