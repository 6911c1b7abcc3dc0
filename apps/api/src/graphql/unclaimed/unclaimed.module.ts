import { Module } from '@nestjs/common';
import './unclaimed.types.js';

/** What is shown of what no team has: a list, and nothing of it is asked for by itself. */
@Module({})
export class UnclaimedModule {}
