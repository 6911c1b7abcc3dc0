import { Field, ID, InterfaceType, ObjectType } from '@nestjs/graphql';
import { UserErrorCode } from '../enums.js';
import { ArmIdScalar } from '../scalars/scalars.js';

@InterfaceType('UserError', { description: 'An expected refusal.', resolveType: () => 'Refusal' })
export abstract class UserErrorObject {
  @Field(() => UserErrorCode, { description: 'Why; never changes meaning.' })
  code: string;
  @Field(() => String, { description: 'What is wrong and what would be right.' })
  message: string;
  @Field(() => [String], { nullable: true, description: 'Path of the argument it is about.' })
  field: string[] | null;
  @Field(() => ID, {
    nullable: true,
    description: 'With OPERATION_IN_PROGRESS: the operation that is under way.',
  })
  operationId: string | null;
  @Field(() => ArmIdScalar, { nullable: true, description: 'With NOT_EMPTY: what stands there.' })
  armId: string | null;
}

@ObjectType('Refusal', {
  description: 'A refusal of a request.',
  implements: () => [UserErrorObject],
})
export class RefusalObject extends UserErrorObject {}

@ObjectType('Warning', { description: 'Worth saying, no reason to refuse.' })
export class WarningObject {
  @Field(() => String, { description: 'Which warning.' })
  code: string;
  @Field(() => String, { description: 'What to know.' })
  message: string;
  @Field(() => [String], { nullable: true, description: 'Path of the argument it is about.' })
  field: string[] | null;
}
