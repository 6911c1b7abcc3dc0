import { mapAgentErrors } from '#libs/arm-errors';
import type { KindDefinition } from '../kind-definition.js';
import { observeConnectedCluster } from './connected-cluster.observe.js';
import { readConnectedRow } from './read-connected-cluster-row.js';

export const connectedClusters: KindDefinition = {
  kind: 'CONNECTED_CLUSTER',
  node: 'ConnectedCluster',
  folder: 'connected-clusters',
  operations: [],
  verbs: [],
  observe: observeConnectedCluster,
  // Agents say what is wrong in fields and words of their own (docs/azure-facts.md#errors-of-agents).
  errorsIn: mapAgentErrors,
  read: readConnectedRow,
  settings: {},
  tagging: {
    operation: 'ARC_EXTENSION_UPDATE',
    refusal:
      'Armature reads clusters and does not change them: tag it in Azure, or tag the computes that it is attached as.',
  },
  readOnly: true,
};
