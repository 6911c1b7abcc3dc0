import { ComputeInstanceDiagnosticsResolver } from './compute-instance-diagnostics.resolver.js';
import { ComputeInstanceResolver } from './compute-instance.resolver.js';

export const resolvers = [ComputeInstanceDiagnosticsResolver, ComputeInstanceResolver];
