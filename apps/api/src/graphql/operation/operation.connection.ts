import { connectionType } from '../relay/node.types.js';
import { OperationObject } from './operation.types.js';

export const OperationConnection = connectionType('Operation', () => OperationObject);
