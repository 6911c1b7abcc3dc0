import { connectionType } from '../relay/node.types.js';
import { ConnectedClusterObject } from './connected-cluster.types.js';

export const ConnectedClusterConnection = connectionType(
  'ConnectedCluster',
  () => ConnectedClusterObject,
);
