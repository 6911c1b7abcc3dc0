import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { historyOf } from '../resource/history.resolver.js';
import { WorkspaceResolver } from './workspace.resolver.js';
import { WorkspaceObject } from './workspace.types.js';

@Module({
  imports: [ReaderModule],
  providers: [WorkspaceResolver, historyOf(() => WorkspaceObject)],
})
export class WorkspacesModule {}
