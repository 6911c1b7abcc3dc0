import { Field, ObjectType } from '@nestjs/graphql';
import { VmPriority } from '../enums.js';
import { DateTimeScalar } from '../scalars/scalars.js';
import { MoneyObject } from './money.types.js';

@ObjectType('VmPrice', {
  description: 'What a machine of a size costs in a region, with Linux and paid as it is used.',
})
export class VmPriceObject {
  @Field(() => String, { description: 'The VM size.' })
  vmSize: string;
  @Field(() => String, { description: 'Azure region.' })
  location: string;
  @Field(() => VmPriority, { description: 'The tier.' })
  vmPriority: string;
  @Field(() => MoneyObject, {
    nullable: true,
    description:
      'The price of an hour; null where none is known, which never means that it is free.',
  })
  hourly: MoneyObject | null;
  @Field(() => String, {
    description: 'Who told it: Azure Machine Learning, Azure Retail Prices API, or none.',
  })
  source: string;
  @Field(() => DateTimeScalar, { description: 'When it was read there.' })
  asOf: Date;
  @Field(() => String, { nullable: true, description: 'Why there is no price.' })
  missingBecause: string | null;
}
