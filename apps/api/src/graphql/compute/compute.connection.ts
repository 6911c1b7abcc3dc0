import { connectionType } from '../relay/node.types.js';
import { ComputeNodeObject, ComputeObject } from './compute.types.js';

export const ComputeConnection = connectionType('Compute', () => ComputeObject);
export const ComputeNodeConnection = connectionType('ComputeNode', () => ComputeNodeObject);
