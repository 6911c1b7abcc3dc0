import { Field, ObjectType } from '@nestjs/graphql';
import { TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { PaidResourceObject } from '../resource/azure-resource.types.js';
import { DateTimeScalar, JsonObjectScalar } from '../scalars/scalars.js';

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
export class ArcExtensionObject extends PaidResourceObject {
  @Field(() => TeamObject, { description: 'The team whose roles apply.' })
  team: TeamObject;
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
  @Field(() => DateTimeScalar, { description: 'When it was asked for, or found.' })
  createdAt: Date;
}
