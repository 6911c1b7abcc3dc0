import { readRow, type ReadRow, type RowReader, type StoredRow } from '#libs/resources';
import {
  resourceGroupDesiredSchema,
  resourceGroupObservedSchema,
  type ResourceGroupDesired,
  type ResourceGroupObserved,
} from './resource-group.schema.js';

const groupReader: RowReader<
  typeof resourceGroupDesiredSchema,
  typeof resourceGroupObservedSchema
> = {
  desired: resourceGroupDesiredSchema,
  observed: resourceGroupObservedSchema,
  asked: (found, { location }) => ({ location: found.location ?? location }),
  found: ({ location }) => ({ location, tags: null }),
};

/** A RESOURCE_GROUP as far as its row can be read. */
export const readGroupRow = (
  row: StoredRow,
): ReadRow<ResourceGroupDesired, ResourceGroupObserved> => readRow(groupReader, row);
