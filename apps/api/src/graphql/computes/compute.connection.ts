import { connectionType } from '../relay/node.types.js';
import { ComputeObject } from './compute.types.js';

export const ComputeConnection = connectionType('Compute', () => ComputeObject);
