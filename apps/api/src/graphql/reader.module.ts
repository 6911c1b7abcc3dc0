import { Module } from '@nestjs/common';
import { Reader } from './reader.js';

@Module({ providers: [Reader], exports: [Reader] })
export class ReaderModule {}
