import { Field, Int, ObjectType } from '@nestjs/graphql';
import { MoneyObject } from '../prices/money.types.js';

@ObjectType('CountLimit', { description: 'How much of something a team may have.' })
export class CountLimitObject {
  @Field(() => Int, { nullable: true, description: 'At most; null: no limit.' })
  limit: number | null;
  @Field(() => Int, { description: 'What stands and what is on its way.' })
  used: number;
  @Field(() => Int, { nullable: true, description: 'What is left of it; null: no limit.' })
  left: number | null;
}

@ObjectType('CostLimit', { description: 'What the computes of a team may cost an hour.' })
export class CostLimitObject {
  @Field(() => MoneyObject, { nullable: true, description: 'At most; null: no limit.' })
  limit: MoneyObject | null;
  @Field(() => MoneyObject, { description: 'What stands and what is on its way.' })
  used: MoneyObject;
  @Field(() => MoneyObject, { nullable: true, description: 'What is left of it; null: no limit.' })
  left: MoneyObject | null;
}

@ObjectType('TeamLimits', {
  description:
    'What the computes of a team may come to with all nodes they may have, and what they do; setTeamLimits sets it.',
})
export class TeamLimitsObject {
  @Field(() => CountLimitObject, { description: 'vCPUs.' })
  vCpus: CountLimitObject;
  @Field(() => CountLimitObject, { description: 'Compute clusters and compute instances.' })
  computes: CountLimitObject;
  @Field(() => CostLimitObject, { description: 'An hour, by the public list of prices.' })
  hourlyCost: CostLimitObject;
  @Field(() => Int, {
    description: 'Computes whose vCPUs or costs are not known: they are in neither sum.',
  })
  uncounted: number;
}
