import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { KubernetesComputeDiagnosticsResolver } from './kubernetes-compute-diagnostics.resolver.js';
import { KubernetesComputeResolver } from './kubernetes-compute.resolver.js';

@Module({
  imports: [ReaderModule],
  providers: [KubernetesComputeDiagnosticsResolver, KubernetesComputeResolver],
})
export class KubernetesComputesModule {}
