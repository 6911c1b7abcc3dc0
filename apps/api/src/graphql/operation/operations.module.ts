import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { OperationResolver, PrincipalOperationsResolver } from './operation.resolver.js';
import { ChangeSubscriptions } from './operation.subscriptions.js';
import { OperationsController } from './operations.controller.js';

@Module({
  imports: [ReaderModule],
  controllers: [OperationsController],
  providers: [ChangeSubscriptions, OperationResolver, PrincipalOperationsResolver],
})
export class OperationsModule {}
