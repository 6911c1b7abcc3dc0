import { z } from 'zod';
import {
  connectedClusterObservedSchema,
  type ConnectedClusterObserved,
} from './connected-cluster.schema.js';
import { identityAsked, identityFound } from './asked-identity.rules.js';
import { systemIdentity } from './identity.schema.js';
import {
  resourceGroupDesiredSchema,
  resourceGroupObservedSchema,
  type ResourceGroupDesired,
  type ResourceGroupObserved,
} from './resource-group.schema.js';
import { readRow, type ReadRow, type RowReader, type StoredRow } from './stored-row.js';
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

/** Nothing is asked of a cluster: Armature reads it. */
const nothingAsked = z.object({});

const connectedReader: RowReader<typeof nothingAsked, typeof connectedClusterObservedSchema> = {
  desired: nothingAsked,
  observed: connectedClusterObservedSchema,
  asked: () => ({}),
  found: () => ({
    connectivityStatus: 'UNKNOWN',
    rawConnectivityStatus: '',
    lastConnectivityTime: null,
    kubernetesVersion: null,
    totalNodeCount: null,
    totalCoreCount: null,
    agentVersion: null,
    distribution: null,
  }),
};

/** A CONNECTED_CLUSTER as far as its row can be read. */
export const readConnectedRow = (row: StoredRow): ReadRow<object, ConnectedClusterObserved> =>
  readRow(connectedReader, row);
