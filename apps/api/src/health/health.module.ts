import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AzureHealth } from './azure.health.js';
import { DatabaseHealth } from './database.health.js';
import { HealthController } from './health.controller.js';

@Module({
  // What is away is told at /readyz, and logged where it is used.
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [AzureHealth, DatabaseHealth],
})
export class HealthModule {}
