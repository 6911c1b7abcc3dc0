import { Field, ObjectType } from '@nestjs/graphql';
import { ComputeObject } from '../computes/compute.types.js';
import { NodeObject } from '../relay/node.types.js';
import { ManagedIdentityObject } from '../resource/managed-identity.types.js';

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
