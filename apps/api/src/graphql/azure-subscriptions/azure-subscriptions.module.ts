import { Module } from '@nestjs/common';
// Its type is found by being imported.
import './azure-subscription.types.js';

@Module({})
export class AzureSubscriptionsModule {}
