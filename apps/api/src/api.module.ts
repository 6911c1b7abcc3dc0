import { Module, type DynamicModule } from '@nestjs/common';
import { LogModule, type Log } from '#libs/log';
import { AccessModule } from './access/access.module.js';
import { GraphqlModule } from './graphql/graphql.module.js';
import { McpModule } from './mcp/mcp.module.js';
import { HealthModule } from './health/health.module.js';
import type { ApiParts } from './parts/parts.js';
import { PartsModule } from './parts/parts.module.js';
import { RestModule } from './rest/rest.module.js';
import { ServingModule } from './server/serving.module.js';
import { StreamsModule } from './subscriptions/streams.module.js';

@Module({
  imports: [
    AccessModule,
    GraphqlModule,
    HealthModule,
    McpModule,
    RestModule,
    ServingModule,
    StreamsModule,
  ],
})
export class ApiModule {
  static with(parts: ApiParts, log: Log): DynamicModule {
    const imports = [LogModule.of(log), PartsModule.with(parts)];
    return { module: ApiModule, imports };
  }
}
