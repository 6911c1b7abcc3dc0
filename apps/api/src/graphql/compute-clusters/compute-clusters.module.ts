import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { ComputeClusterDiagnosticsResolver } from './compute-cluster-diagnostics.resolver.js';
import { ComputeNodesResolver } from './compute-nodes.resolver.js';

@Module({
  imports: [ReaderModule],
  providers: [ComputeClusterDiagnosticsResolver, ComputeNodesResolver],
})
export class ComputeClustersModule {}
