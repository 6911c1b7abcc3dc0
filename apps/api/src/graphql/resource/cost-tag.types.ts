import { Field, InputType, ObjectType } from '@nestjs/graphql';
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

@InputType('CostTagInput', { description: 'A cost tag.' })
export class CostTagInput {
  @Field(() => String, { description: 'Name; unique without case, at most 512 characters.' })
  key: string;
  @Field(() => String, { description: 'Value, at most 256 characters.' })
  value: string;
}
