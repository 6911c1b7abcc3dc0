import { Module } from '@nestjs/common';
import { QueueModule } from '../queue/queue.module.js';
import { Engine } from './engine.js';

@Module({ imports: [QueueModule], providers: [Engine], exports: [Engine] })
export class EngineModule {}
