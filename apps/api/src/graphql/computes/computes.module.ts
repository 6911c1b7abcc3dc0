import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { historyOf } from '../resource/history.resolver.js';
import { TeamComputesResolver } from './compute.resolver.js';
import { ComputeObject } from './compute.types.js';
import '../prices/vm-price.types.js';
import '../quotas/compute-usage.types.js';
import '../quotas/quota-check.types.js';
import './vm-size.types.js';

@Module({
  imports: [ReaderModule],
  providers: [TeamComputesResolver, historyOf(() => ComputeObject)],
})
export class ComputesModule {}
