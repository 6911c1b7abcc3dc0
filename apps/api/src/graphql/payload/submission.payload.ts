import { Field, ObjectType } from '@nestjs/graphql';
import { OperationObject } from '../operation/operation.types.js';
import { UserErrorObject, WarningObject } from './refusal.types.js';

/** What every mutation answers. */
@ObjectType({ isAbstract: true })
export abstract class MutationPayload {
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

/** What every mutation answers whose work an operation does. */
@ObjectType({ isAbstract: true })
export abstract class SubmissionPayload extends MutationPayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
}
