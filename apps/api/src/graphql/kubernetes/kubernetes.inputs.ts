import { Field, ID, InputType, IntersectionType } from '@nestjs/graphql';
import { CostTagInput } from '../resource/cost-tag.types.js';
import { ManagedIdentityInput } from '../resource/resource.types.js';
import { ArmIdScalar, JsonObjectScalar } from '../scalars/scalars.js';
import { KeyValueInput } from './extension-settings.types.js';
import { ArcExtensionInput } from './extension.inputs.js';
import { ChangeInput, MutationInput } from '../mutation/mutation.inputs.js';

@InputType('ResourceAmountsInput', { description: "Amounts in Kubernetes' notation." })
export class ResourceAmountsInput {
  @Field(() => String, { nullable: true, description: 'Cores, e.g. 500m or 2.' })
  cpu: string | null;
  @Field(() => String, { nullable: true, description: 'Memory, e.g. 16Gi.' })
  memory: string | null;
  @Field(() => String, { nullable: true, description: 'GPUs (nvidia.com/gpu).' })
  nvidiaGpu: string | null;
}

@InputType('InstanceTypeInput', { description: 'A choice of machine that jobs name.' })
export class InstanceTypeInput {
  @Field(() => String, { description: 'What jobs call it.' })
  name: string;
  @Field(() => [KeyValueInput], { nullable: true, description: 'Labels of the nodes it runs on.' })
  nodeSelector: KeyValueInput[] | null;
  @Field(() => ResourceAmountsInput, { nullable: true, description: 'What a job is sure to get.' })
  requests: ResourceAmountsInput | null;
  @Field(() => ResourceAmountsInput, {
    nullable: true,
    description: 'What a job can take at most.',
  })
  limits: ResourceAmountsInput | null;
}

/** How a cluster is attached. */
@InputType({ isAbstract: true })
export class AttachmentSettingsInput {
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Namespace that jobs run in; it must exist. Default default.',
  })
  namespace: string | null;
  @Field(() => ManagedIdentityInput, { nullable: true, description: 'None where absent.' })
  identity: ManagedIdentityInput | null;
  @Field(() => String, { nullable: true, description: 'Required with instanceTypes: one of them.' })
  defaultInstanceType: string | null;
  @Field(() => [InstanceTypeInput], { nullable: true, description: 'What jobs can name.' })
  instanceTypes: InstanceTypeInput[] | null;
  @Field(() => JsonObjectScalar, {
    nullable: true,
    description:
      'As JSON: the configuration file of Azure ML Studio, instead of namespace, defaultInstanceType and instanceTypes; or an InstanceType or InstanceTypeList (amlarc.azureml.com/v1alpha1) as kubectl takes them, instead of instanceTypes.',
  })
  configuration: object | null;
  @Field(() => String, {
    nullable: true,
    description: 'Reference to a kubeconfig to verify the pods with, e.g. file:kubeconfig.',
  })
  kubeconfigReference: string | null;
}

@InputType('AttachKubernetesComputeInput', {
  description: 'A cluster that has the extension, and where to attach it.',
})
export class AttachKubernetesComputeInput extends IntersectionType(
  AttachmentSettingsInput,
  MutationInput,
) {
  @Field(() => ID, { description: 'The workspace.' })
  workspaceId: string;
  @Field(() => String, { description: '3 to 16 letters, digits and -.' })
  name: string;
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

@InputType('ProvisionKubernetesComputeInput', {
  description: 'A cluster, the extension it shall have, and where to attach it.',
})
export class ProvisionKubernetesComputeInput extends AttachKubernetesComputeInput {
  @Field(() => ArcExtensionInput, { description: 'The extension: installed where it is missing.' })
  extension: ArcExtensionInput;
}

@InputType('ReattachKubernetesComputeInput', {
  description: 'Other settings of an attachment; what is absent or null stays.',
})
export class ReattachKubernetesComputeInput extends IntersectionType(
  AttachmentSettingsInput,
  ChangeInput,
) {
  @Field(() => ID, { description: 'The attachment.' })
  computeId: string;
}

@InputType('DetachKubernetesComputeInput', { description: 'The attachment that shall go.' })
export class DetachKubernetesComputeInput extends ChangeInput {
  @Field(() => ID, { description: 'The attachment.' })
  computeId: string;
}
