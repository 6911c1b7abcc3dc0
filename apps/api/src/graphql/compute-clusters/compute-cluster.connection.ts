import { connectionType } from '../relay/node.types.js';
import { ComputeNodeObject } from './compute-cluster.types.js';

export const ComputeNodeConnection = connectionType('ComputeNode', () => ComputeNodeObject);
