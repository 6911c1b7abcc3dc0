import { ResourceGroupResolver } from './resource-group.resolver.js';

export const resolvers = [ResourceGroupResolver];
