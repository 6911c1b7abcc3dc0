import { connectionType } from '../relay/node.types.js';
import { ConnectedClusterObject } from './kubernetes.types.js';

export const ConnectedClusterConnection = connectionType(
  'ConnectedCluster',
  () => ConnectedClusterObject,
);
