import { Field, ObjectType } from '@nestjs/graphql';
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
