import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { MoneyObject } from '../prices/money.types.js';

@ObjectType('VmSize', { description: 'A VM size of a region.' })
export class VmSizeObject {
  @Field(() => String, { description: 'Its name, e.g. Standard_DS3_v2.' })
  name: string;
  @Field(() => String, { nullable: true, description: 'Its family: what quota counts by.' })
  family: string | null;
  @Field(() => Int, { nullable: true, description: 'Virtual CPUs.' })
  vCpus: number | null;
  @Field(() => Int, { nullable: true, description: 'GPUs.' })
  gpus: number | null;
  @Field(() => Float, { nullable: true, description: 'Memory, GB.' })
  memoryGb: number | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether low-priority nodes come in it.' })
  lowPriorityCapable: boolean | null;
  @Field(() => MoneyObject, {
    nullable: true,
    description: 'What an hour costs with Linux; null where that is not known: vmPrices says why.',
  })
  dedicatedHourly: MoneyObject | null;
  @Field(() => MoneyObject, {
    nullable: true,
    description: 'The same of low priority.',
  })
  lowPriorityHourly: MoneyObject | null;
}
