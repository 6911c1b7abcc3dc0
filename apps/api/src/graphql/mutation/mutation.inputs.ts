import { Field, InputType } from '@nestjs/graphql';
import { UuidScalar } from '../scalars/scalars.js';

/** What every mutation takes. */
@InputType({ isAbstract: true })
export class MutationInput {
  @Field(() => UuidScalar, {
    nullable: true,
    description: 'The same key and input answer the first result again.',
  })
  idempotencyKey: string | null;
}

/** What every mutation of something that stands takes. */
@InputType({ isAbstract: true })
export class ChangeInput extends MutationInput {
  @Field(() => String, { nullable: true, description: 'The etag you read.' })
  ifMatch: string | null;
}
