import { Module } from '@nestjs/common';
import { Pages } from './pages.js';
import { Reader } from './reader.js';

@Module({ providers: [Pages, Reader], exports: [Pages, Reader] })
export class ReaderModule {}
