import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType('Money', { description: 'An amount in a currency.' })
export class MoneyObject {
  @Field(() => String, {
    description: 'A decimal number as text, such as 0.293: it is never rounded.',
  })
  amount: string;
  @Field(() => String, { description: 'The currency by ISO 4217, such as USD.' })
  currency: string;
}
