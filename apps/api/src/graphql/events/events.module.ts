import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { EventResolver } from './event.resolver.js';

@Module({ imports: [ReaderModule], providers: [EventResolver] })
export class EventsModule {}
