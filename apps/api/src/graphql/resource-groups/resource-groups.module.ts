import { Module } from '@nestjs/common';
import { historyOf } from '../resource/history.resolver.js';
import { ResourceGroupObject } from './resource-group.types.js';

@Module({ providers: [historyOf(() => ResourceGroupObject)] })
export class ResourceGroupsModule {}
