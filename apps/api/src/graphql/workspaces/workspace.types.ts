import { Field, ObjectType } from '@nestjs/graphql';
import { ProvisioningState } from '../enums.js';
import { ProvisioningErrorObject } from '../operation/operation.types.js';
import { PrincipalObject, TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { CostTagObject } from '../resource/cost-tag.types.js';
import { ManagedIdentityObject } from '../resource/managed-identity.types.js';
import { ResourceGroupObject } from '../resource-groups/resource-group.types.js';
import { ArmIdScalar, DateTimeScalar } from '../scalars/scalars.js';

@ObjectType('Workspace', {
  description: 'An Azure Machine Learning workspace.',
  implements: () => [NodeObject],
})
export class WorkspaceObject extends NodeObject {
  @Field(() => ResourceGroupObject, { nullable: true, description: 'What holds it.' })
  resourceGroup: ResourceGroupObject | null;
  @Field(() => String, { nullable: true, description: 'How the studio shows it.' })
  friendlyName: string | null;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;
  @Field(() => ManagedIdentityObject, { description: 'Its managed identity.' })
  identity: ManagedIdentityObject;
  @Field(() => String, { description: 'Its name in Azure.' })
  name: string;
  @Field(() => ArmIdScalar, { description: 'Its ARM id, as ARM wrote it.' })
  armId: string;
  @Field(() => String, {
    description: 'Send it back as ifMatch; changes with every change of desired state.',
  })
  etag: string;
  @Field(() => String, { description: 'Azure region.' })
  location: string;
  @Field(() => ProvisioningState, { description: 'How Azure says it stands.' })
  provisioningState: string;
  @Field(() => String, { description: "Azure's own word." })
  rawProvisioningState: string;
  @Field(() => [ProvisioningErrorObject], {
    description: 'Everything that Azure says is wrong with it.',
  })
  provisioningErrors: ProvisioningErrorObject[];
  @Field(() => [CostTagObject], { description: 'What it is paid under.' })
  costTags: CostTagObject[];
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt: Date;
  @Field(() => PrincipalObject, {
    nullable: true,
    description: 'Who asked for it; null for what was found in Azure.',
  })
  createdBy: PrincipalObject | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When Azure was last asked about it.',
  })
  observedAt: Date | null;
  @Field(() => TeamObject, { description: 'The team that pays.' })
  team: TeamObject;
}
