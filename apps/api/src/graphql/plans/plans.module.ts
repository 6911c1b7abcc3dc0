import { Module } from '@nestjs/common';
import { ReaderModule } from '../reader.module.js';
import { OperationPlanResolver, PlanResolver } from './plan.resolver.js';

@Module({ imports: [ReaderModule], providers: [OperationPlanResolver, PlanResolver] })
export class PlansModule {}
