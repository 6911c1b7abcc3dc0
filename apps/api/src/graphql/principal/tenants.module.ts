import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { EntraGroupResolver } from './entra-group.resolver.js';
import { PrincipalResolver } from './principal.resolver.js';
import { ScopeResolver } from './scope.resolver.js';

@Module({
  imports: [ReaderModule],
  providers: [EntraGroupResolver, PrincipalResolver, ScopeResolver],
})
export class TenantsModule {}
