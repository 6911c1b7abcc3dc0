import { KubernetesComputeDiagnosticsResolver } from './kubernetes-compute-diagnostics.resolver.js';
import { KubernetesComputeResolver } from './kubernetes-compute.resolver.js';

export const resolvers = [KubernetesComputeDiagnosticsResolver, KubernetesComputeResolver];
