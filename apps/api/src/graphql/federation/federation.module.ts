import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { Entities } from './entities.js';

@Module({ imports: [ReaderModule], providers: [Entities], exports: [Entities] })
export class FederationModule {}
