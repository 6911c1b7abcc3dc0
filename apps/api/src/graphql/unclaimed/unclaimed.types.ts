import { Field, ObjectType } from '@nestjs/graphql';
import { describedEnum } from '../described-enum.js';
import { KeyValueObject } from '../kubernetes-computes/kubernetes-compute.types.js';
import { ArmIdScalar, DateTimeScalar, UuidScalar } from '../scalars/scalars.js';

const UnclaimedKind = describedEnum('UnclaimedKind', 'What stands in Azure without a team.', {
  RESOURCE_GROUP: 'A resource group.',
  WORKSPACE: 'An Azure Machine Learning workspace.',
});

@ObjectType('Unclaimed', {
  description: 'A resource group or a workspace that stands in Azure and that no team has.',
})
export class UnclaimedObject {
  @Field(() => UnclaimedKind, { description: 'What it is.' })
  kind: string;
  @Field(() => String, { description: 'Its name in Azure.' })
  name: string;
  @Field(() => ArmIdScalar, { description: 'Its ARM id, as ARM wrote it.' })
  armId: string;
  @Field(() => UuidScalar, { description: 'The Azure subscription.' })
  subscriptionId: string;
  @Field(() => String, { description: 'Azure region.' })
  location: string;
  @Field(() => [KeyValueObject], { description: 'The tags that it carries in Azure.' })
  tags: KeyValueObject[];
  @Field(() => DateTimeScalar, { description: 'When it was first found.' })
  foundAt: Date;
}
