import { connectionType } from '../relay/node.types.js';
import { ResourceGroupObject, WorkspaceObject } from './resource.types.js';

export const ResourceGroupConnection = connectionType('ResourceGroup', () => ResourceGroupObject);
export const WorkspaceConnection = connectionType('Workspace', () => WorkspaceObject);
