import { ComputeClusterDiagnosticsResolver } from './compute-cluster-diagnostics.resolver.js';
import { ComputeNodesResolver } from './compute-nodes.resolver.js';

export const resolvers = [ComputeClusterDiagnosticsResolver, ComputeNodesResolver];
