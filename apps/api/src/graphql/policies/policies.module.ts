import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { PolicyApprovalResolver, PolicyResolver } from './policy.resolver.js';

@Module({ imports: [ReaderModule], providers: [PolicyApprovalResolver, PolicyResolver] })
export class PoliciesModule {}
