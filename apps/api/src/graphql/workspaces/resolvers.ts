import { WorkspaceResolver } from './workspace.resolver.js';

export const resolvers = [WorkspaceResolver];
