import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { EntraGroupResolver } from './entra-group.resolver.js';
import { LimitsResolver } from './limits.resolver.js';
import { PrincipalResolver } from './principal.resolver.js';
import { ScopeResolver } from './scope.resolver.js';

@Module({
  imports: [ReaderModule],
  providers: [EntraGroupResolver, LimitsResolver, PrincipalResolver, ScopeResolver],
})
export class TenantsModule {}
