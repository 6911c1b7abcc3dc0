import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { ComputeInstanceDiagnosticsResolver } from './compute-instance-diagnostics.resolver.js';
import { ComputeInstanceResolver } from './compute-instance.resolver.js';

@Module({
  imports: [ReaderModule],
  providers: [ComputeInstanceDiagnosticsResolver, ComputeInstanceResolver],
})
export class ComputeInstancesModule {}
