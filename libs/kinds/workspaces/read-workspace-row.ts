import {
  identityAsked,
  identityFound,
  systemIdentity,
  readRow,
  type ReadRow,
  type RowReader,
  type StoredRow,
} from '#libs/resources';
import {
  workspaceDesiredSchema,
  workspaceObservedSchema,
  type WorkspaceDesired,
  type WorkspaceObserved,
} from './workspace.schema.js';

const workspaceReader: RowReader<typeof workspaceDesiredSchema, typeof workspaceObservedSchema> = {
  desired: workspaceDesiredSchema,
  observed: workspaceObservedSchema,
  asked: (found, { location }) => ({
    location: found.location ?? location,
    friendlyName: found.friendlyName ?? null,
    description: found.description ?? null,
    storageAccountId: found.storageAccountId ?? '',
    keyVaultId: found.keyVaultId ?? '',
    applicationInsightsId: found.applicationInsightsId ?? null,
    containerRegistryId: found.containerRegistryId ?? null,
    identity: identityAsked(found.identity, systemIdentity),
  }),
  found: (asked) => ({
    ...asked,
    identity: identityFound(asked.identity),
    workspaceId: null,
    tags: null,
  }),
};

/** A WORKSPACE as far as its row can be read. */
export const readWorkspaceRow = (row: StoredRow): ReadRow<WorkspaceDesired, WorkspaceObserved> =>
  readRow(workspaceReader, row);
