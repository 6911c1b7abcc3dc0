import { Field, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../scalars/scalars.js';
import { MoneyObject } from './money.types.js';

@ObjectType('CostLine', { description: 'One of the things that something is billed by.' })
export class CostLineObject {
  @Field(() => String, { description: 'What it is.' })
  name: string;
  @Field(() => String, { description: 'How many there are, such as "0 to 4 nodes", or "by use".' })
  quantity: string;
  @Field(() => MoneyObject, {
    nullable: true,
    description: 'An hour of the fewest; null where it is billed by use, or not known.',
  })
  hourlyFloor: MoneyObject | null;
  @Field(() => MoneyObject, {
    nullable: true,
    description: 'An hour of the most; null where it is billed by use, or not known.',
  })
  hourlyCeiling: MoneyObject | null;
}

@ObjectType('CostEstimate', {
  description:
    'What something costs from then on, by the public list of prices. What is billed by use stands among the lines, and is in no sum.',
})
export class CostEstimateObject {
  @Field(() => MoneyObject, {
    nullable: true,
    description: 'An hour with the fewest nodes; null where that is not known.',
  })
  hourlyFloor: MoneyObject | null;
  @Field(() => MoneyObject, {
    nullable: true,
    description: 'An hour with the most nodes; null where that is not known.',
  })
  hourlyCeiling: MoneyObject | null;
  @Field(() => MoneyObject, {
    nullable: true,
    description:
      'A month of 730 hours; null where nobody said how long it is used, or a price is not known.',
  })
  monthlyExpected: MoneyObject | null;
  @Field(() => [CostLineObject], { description: 'What it is made of.' })
  lines: CostLineObject[];
  @Field(() => [String], {
    description: 'What was taken how, in words, and why something is not known.',
  })
  assumptions: string[];
  @Field(() => String, { description: 'Who told the prices; none where nobody did.' })
  priceSource: string;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the oldest of the prices was read.',
  })
  priceAsOf: Date | null;
}
