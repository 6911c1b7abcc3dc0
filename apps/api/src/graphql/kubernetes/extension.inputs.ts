import { Field, ID, InputType, IntersectionType } from '@nestjs/graphql';
import { CostTagInput } from '../resource/cost-tag.types.js';
import { ArmIdScalar } from '../scalars/scalars.js';
import {
  ArcExtensionSettingsInput,
  KeyValueInput,
  SecretReferenceInput,
} from './extension-settings.types.js';
import { ChangeInput, MutationInput } from '../mutation/mutation.inputs.js';

/** What of an extension can be changed. */
@InputType({ isAbstract: true })
export class ExtensionChoicesInput {
  @Field(() => String, { nullable: true, description: 'Where versions come from. Default Stable.' })
  releaseTrain: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'A fixed version; only with autoUpgradeMinorVersion false.',
  })
  version: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it upgrades by itself. Default true.',
  })
  autoUpgradeMinorVersion: boolean | null;
  @Field(() => ArcExtensionSettingsInput, {
    nullable: true,
    description: "Settings; Azure's defaults where absent.",
  })
  settings: ArcExtensionSettingsInput | null;
  @Field(() => [KeyValueInput], {
    nullable: true,
    description:
      'Settings that have no field of their own, read as helm reads --set; old names are taken as what they are called today. No secrets.',
  })
  extraSettings: KeyValueInput[] | null;
  @Field(() => [SecretReferenceInput], { nullable: true, description: 'Secrets, by reference.' })
  protectedSettings: SecretReferenceInput[] | null;
}

@InputType('ArcExtensionInput', { description: 'The extension that the cluster shall have.' })
export class ArcExtensionInput extends ExtensionChoicesInput {
  @Field(() => String, {
    nullable: true,
    description: '1 to 253 letters, digits, - and . Default azureml.',
  })
  name: string | null;
  @Field(() => String, { nullable: true, description: 'Namespace of its pods. Default azureml.' })
  releaseNamespace: string | null;
}

@InputType('InstallArcExtensionInput', {
  description: 'The Azure Machine Learning extension on a connected cluster.',
})
export class InstallArcExtensionInput extends IntersectionType(ArcExtensionInput, MutationInput) {
  @Field(() => ArmIdScalar, {
    nullable: true,
    description: 'ARM id of the cluster, connected through Azure Arc or AKS. This or clusterId.',
  })
  clusterArmId: string | null;
  @Field(() => ID, { nullable: true, description: 'The cluster. This or clusterArmId.' })
  clusterId: string | null;
  @Field(() => [CostTagInput], {
    defaultValue: [],
    description: 'Cost tags over the defaults of the team.',
  })
  costTags: CostTagInput[];
}

@InputType('UpdateArcExtensionInput', {
  description: 'What shall change; what is absent or null stays.',
})
export class UpdateArcExtensionInput extends IntersectionType(ExtensionChoicesInput, ChangeInput) {
  @Field(() => ID, { description: 'The extension.' })
  extensionId: string;
}

@InputType('UninstallArcExtensionInput', { description: 'The extension that shall go.' })
export class UninstallArcExtensionInput extends ChangeInput {
  @Field(() => ID, { description: 'The extension.' })
  extensionId: string;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Also while computes are attached through it, or its cluster is away.',
  })
  force: boolean | null;
}
