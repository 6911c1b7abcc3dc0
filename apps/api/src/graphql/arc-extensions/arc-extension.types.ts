import { Field, ObjectType } from '@nestjs/graphql';
import { ProvisioningState } from '../enums.js';
import { ProvisioningErrorObject } from '../operation/operation.types.js';
import { PrincipalObject, TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { CostTagObject } from '../resource/cost-tag.types.js';
import { ArmIdScalar, DateTimeScalar, JsonObjectScalar } from '../scalars/scalars.js';

@ObjectType('SecretReference', { description: 'A protected setting and where its secret is kept.' })
export class SecretReferenceObject {
  @Field(() => String, { description: 'Name of the setting.' })
  name: string;
  @Field(() => String, { description: 'Where the worker finds it; never the secret.' })
  reference: string;
}

@ObjectType('ArcExtension', {
  description: 'An extension that is installed on a connected cluster.',
  implements: () => [NodeObject],
})
export class ArcExtensionObject extends NodeObject {
  @Field(() => String, { description: 'Its name in Azure.' })
  name: string;
  @Field(() => ArmIdScalar, { description: 'Its ARM id, as ARM wrote it.' })
  armId: string;
  @Field(() => ProvisioningState, { description: 'How Azure says it stands.' })
  provisioningState: string;
  @Field(() => String, { description: "Azure's own word." })
  rawProvisioningState: string;
  @Field(() => [ProvisioningErrorObject], {
    description: 'Everything that Azure says is wrong with it.',
  })
  provisioningErrors: ProvisioningErrorObject[];
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When Azure was last asked about it.',
  })
  observedAt: Date | null;
  @Field(() => TeamObject, { description: 'The team whose roles apply.' })
  team: TeamObject;
  @Field(() => String, {
    description: 'Send it back as ifMatch; changes with every change of desired state.',
  })
  etag: string;
  @Field(() => String, { description: 'Which extension, e.g. Microsoft.AzureML.Kubernetes.' })
  extensionType: string;
  @Field(() => String, {
    nullable: true,
    description: 'The version that runs; null while none does.',
  })
  version: string | null;
  @Field(() => String, { description: 'Where its versions come from.' })
  releaseTrain: string;
  @Field(() => Boolean, { description: 'Whether it upgrades by itself.' })
  autoUpgradeMinorVersion: boolean;
  @Field(() => String, { description: 'The Kubernetes namespace of its pods.' })
  releaseNamespace: string;
  @Field(() => JsonObjectScalar, { description: 'Its settings as asked, defaults included.' })
  settings: object;
  @Field(() => JsonObjectScalar, { description: 'Settings that have no field of their own.' })
  extraSettings: object;
  @Field(() => [SecretReferenceObject], { description: 'Protected settings by reference.' })
  protectedSettings: SecretReferenceObject[];
  @Field(() => [CostTagObject], { description: 'What it is paid under.' })
  costTags: CostTagObject[];
  @Field(() => DateTimeScalar, { description: 'When it was asked for, or found.' })
  createdAt: Date;
  @Field(() => PrincipalObject, {
    nullable: true,
    description: 'Who asked for it; null for what was found in Azure.',
  })
  createdBy: PrincipalObject | null;
}
