import { Field, Int, ObjectType } from '@nestjs/graphql';
import { QuotaScope, VmPriority } from '../enums.js';
import { DateTimeScalar } from '../scalars/scalars.js';

@ObjectType('ComputeUsage', { description: 'What Azure counts in a region.' })
export class ComputeUsageObject {
  @Field(() => QuotaScope, { description: 'Over what it counts.' })
  scope: string;
  @Field(() => String, { description: 'As Azure calls it.' })
  name: string;
  @Field(() => String, { description: 'vCPUs, or computes.' })
  unit: string;
  @Field(() => VmPriority, { nullable: true, description: 'Of which tier; null: of both.' })
  vmPriority: string | null;
  @Field(() => Int, {
    description: 'How much may be used; -1: as much as the other lines leave.',
  })
  limit: number;
  @Field(() => Int, {
    nullable: true,
    description: 'How much is used; null: Azure does not say, which is never 0.',
  })
  used: number | null;
  @Field(() => DateTimeScalar, { description: 'When Azure said so.' })
  observedAt: Date;
}
