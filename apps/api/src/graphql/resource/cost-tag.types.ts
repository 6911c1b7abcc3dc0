import { Field, ObjectType } from '@nestjs/graphql';
import { CostTagSource } from '../enums.js';

@ObjectType('CostTag', { description: 'What a resource is paid under.' })
export class CostTagObject {
  @Field(() => String, { description: 'Name; unique without case.' })
  key: string;
  @Field(() => String, { description: 'Value.' })
  value: string;
  @Field(() => CostTagSource, { description: 'Where the value came from.' })
  source: string;
}
