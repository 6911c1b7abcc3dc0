import { Module } from '@nestjs/common';
import './policy-test.types.js';
import { ReaderModule } from '../reader.module.js';
import { PolicyApprovalResolver, PolicyMatchResolver, PolicyResolver } from './policy.resolver.js';

@Module({
  imports: [ReaderModule],
  providers: [PolicyApprovalResolver, PolicyMatchResolver, PolicyResolver],
})
export class PoliciesModule {}
