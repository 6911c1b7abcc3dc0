import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { EventResolver } from './event.resolver.js';
import { EventSubscriptions } from './event.subscriptions.js';

@Module({ imports: [ReaderModule], providers: [EventResolver, EventSubscriptions] })
export class EventsModule {}
