import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ComputeObject } from '../compute/compute.types.js';
import { ConnectivityStatus, ProvisioningState } from '../enums.js';
import { ProvisioningErrorObject } from '../operation/operation.types.js';
import { PrincipalObject, TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { CostTagObject } from '../resource/cost-tag.types.js';
import { ManagedIdentityObject, ResourceGroupObject } from '../resource/resource.types.js';
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

@ObjectType('ConnectedCluster', {
  description: 'A Kubernetes cluster that Azure Arc connects, or an AKS cluster.',
  implements: () => [NodeObject],
})
export class ConnectedClusterObject extends NodeObject {
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
  @Field(() => String, { description: 'Azure region of the connection.' })
  location: string;
  @Field(() => ResourceGroupObject, {
    nullable: true,
    description: 'What holds it: its team is the one whose roles apply.',
  })
  resourceGroup: ResourceGroupObject | null;
  @Field(() => ConnectivityStatus, {
    description: 'Whether its agents reach Azure; of an AKS cluster, whether it runs.',
  })
  connectivityStatus: string;
  @Field(() => String, {
    description: "Azure's own word, of AKS its power state; empty where it said none.",
  })
  rawConnectivityStatus: string;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When its agents were last heard of; null for AKS, which has none.',
  })
  lastHeartbeatAt: Date | null;
  @Field(() => String, { nullable: true, description: 'Version of Kubernetes.' })
  kubernetesVersion: string | null;
  @Field(() => Int, { nullable: true, description: 'Nodes.' })
  nodeCount: number | null;
  @Field(() => Int, { nullable: true, description: 'Cores of all nodes.' })
  coreCount: number | null;
  @Field(() => String, { nullable: true, description: "Version of Azure Arc's agents." })
  agentVersion: string | null;
  @Field(() => String, { nullable: true, description: 'Which Kubernetes, e.g. k3s.' })
  distribution: string | null;
}

@ObjectType('KeyValue', { description: 'A name and its value.' })
export class KeyValueObject {
  @Field(() => String, { description: 'The name.' })
  name: string;
  @Field(() => String, { description: 'Its value.' })
  value: string;
}

@ObjectType('ResourceAmounts', { description: "Amounts in Kubernetes' notation." })
export class ResourceAmountsObject {
  @Field(() => String, { nullable: true, description: 'Cores, e.g. 500m or 2.' })
  cpu: string | null;
  @Field(() => String, { nullable: true, description: 'Memory, e.g. 16Gi.' })
  memory: string | null;
  @Field(() => String, { nullable: true, description: 'GPUs (nvidia.com/gpu).' })
  nvidiaGpu: string | null;
}

@ObjectType('InstanceType', { description: 'A choice of machine that jobs name.' })
export class InstanceTypeObject {
  @Field(() => String, { description: 'What jobs call it.' })
  name: string;
  @Field(() => [KeyValueObject], { description: 'Labels of the nodes it runs on.' })
  nodeSelector: KeyValueObject[];
  @Field(() => ResourceAmountsObject, { description: 'What a job is sure to get.' })
  requests: ResourceAmountsObject;
  @Field(() => ResourceAmountsObject, { description: 'What a job can take at most.' })
  limits: ResourceAmountsObject;
}

@ObjectType('KubernetesCompute', {
  description: 'A Kubernetes cluster that is attached to a workspace.',
  implements: () => [ComputeObject, NodeObject],
})
export class KubernetesComputeObject extends ComputeObject {
  @Field(() => String, { description: 'The Kubernetes namespace that jobs run in.' })
  namespace: string;
  @Field(() => String, { description: 'What jobs run as that name none.' })
  defaultInstanceType: string;
  @Field(() => [InstanceTypeObject], {
    description: "What jobs can name; Azure's default where none were asked for.",
  })
  instanceTypes: InstanceTypeObject[];
  @Field(() => ManagedIdentityObject, { description: 'Its managed identity.' })
  identity: ManagedIdentityObject;
}
