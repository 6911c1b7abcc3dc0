import { z } from 'zod';
import { readRow, type ReadRow, type RowReader, type StoredRow } from '#libs/resources';
import {
  connectedClusterObservedSchema,
  type ConnectedClusterObserved,
} from './connected-cluster.schema.js';

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
