import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { historyOf } from '../resource/history.resolver.js';
import { ResourceGroupObject } from './resource-group.types.js';

@Module({ imports: [ReaderModule], providers: [historyOf(() => ResourceGroupObject)] })
export class ResourceGroupsModule {}
