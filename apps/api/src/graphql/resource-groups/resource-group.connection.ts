import { connectionType } from '../relay/node.types.js';
import { ResourceGroupObject } from './resource-group.types.js';

export const ResourceGroupConnection = connectionType('ResourceGroup', () => ResourceGroupObject);
