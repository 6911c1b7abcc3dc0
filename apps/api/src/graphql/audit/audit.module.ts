import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { AuditResolver } from './audit.resolver.js';

@Module({ imports: [ReaderModule], providers: [AuditResolver] })
export class AuditModule {}
