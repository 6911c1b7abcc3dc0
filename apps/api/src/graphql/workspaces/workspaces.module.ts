import { Module } from '@nestjs/common';
import { historyOf } from '../resource/history.resolver.js';
import { WorkspaceResolver } from './workspace.resolver.js';
import { WorkspaceObject } from './workspace.types.js';

@Module({ providers: [WorkspaceResolver, historyOf(() => WorkspaceObject)] })
export class WorkspacesModule {}
