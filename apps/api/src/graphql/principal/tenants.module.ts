import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { PrincipalResolver } from './principal.resolver.js';
import { ScopeResolver } from './scope.resolver.js';

@Module({ imports: [ReaderModule], providers: [PrincipalResolver, ScopeResolver] })
export class TenantsModule {}
