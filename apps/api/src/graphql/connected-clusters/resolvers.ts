import { ConnectedClusterResolver } from './connected-cluster.resolver.js';

export const resolvers = [ConnectedClusterResolver];
