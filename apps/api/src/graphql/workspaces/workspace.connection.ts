import { connectionType } from '../relay/node.types.js';
import { WorkspaceObject } from './workspace.types.js';

export const WorkspaceConnection = connectionType('Workspace', () => WorkspaceObject);
