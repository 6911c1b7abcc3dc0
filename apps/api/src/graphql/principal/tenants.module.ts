import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { ScopeResolver } from './scope.resolver.js';

@Module({ imports: [ReaderModule], providers: [ScopeResolver] })
export class TenantsModule {}
