import { Field, Int, ObjectType } from '@nestjs/graphql';
import { SshAccess, VmPriority } from '../enums.js';
import { AllocationState } from './compute-cluster.enums.js';
import { ManagedIdentityObject } from '../resource/managed-identity.types.js';
import { NodeObject } from '../relay/node.types.js';
import { ArmIdScalar, DateTimeScalar, DurationScalar } from '../scalars/scalars.js';
import { ComputeObject } from '../computes/compute.types.js';

@ObjectType('ScaleSettings', { description: 'How a cluster scales.' })
export class ScaleSettingsObject {
  @Field(() => Int, { description: 'Nodes that are always kept, and billed.' })
  minNodeCount: number;
  @Field(() => Int, { description: 'Nodes at most.' })
  maxNodeCount: number;
  @Field(() => DurationScalar, { description: 'How long a node stays idle before it goes.' })
  nodeIdleTimeBeforeScaleDown: string;
}

@ObjectType('SshSettings', { description: 'SSH to nodes.' })
export class SshSettingsObject {
  @Field(() => SshAccess, { description: 'Whether the public port is open.' })
  publicAccess: string;
  @Field(() => String, { nullable: true, description: 'Account on the nodes.' })
  adminUsername: string | null;
  @Field(() => String, { nullable: true, description: 'OpenSSH public key.' })
  publicKey: string | null;
}

@ObjectType('NodeCounts', { description: 'Nodes by state.' })
export class NodeCountsObject {
  @Field(() => Int, { description: 'Ready, without a job.' })
  idle: number;
  @Field(() => Int, { description: 'With a job.' })
  running: number;
  @Field(() => Int, { description: 'Being set up.' })
  preparing: number;
  @Field(() => Int, { description: 'Broken.' })
  unusable: number;
  @Field(() => Int, { description: 'On their way out.' })
  leaving: number;
  @Field(() => Int, { description: 'Taken back by Azure.' })
  preempted: number;
}

@ObjectType('ComputeNode', { description: 'A node of a cluster.' })
export class ComputeNodeObject {
  @Field(() => String, { description: 'Its id in Azure.' })
  nodeId: string;
  @Field(() => String, { description: "Azure's word for its state." })
  state: string;
  @Field(() => String, { nullable: true, description: 'Its private address.' })
  privateIpAddress: string | null;
  @Field(() => String, { nullable: true, description: 'Its public address.' })
  publicIpAddress: string | null;
  @Field(() => Int, { nullable: true, description: 'SSH port.' })
  port: number | null;
  @Field(() => String, { nullable: true, description: 'The job on it.' })
  runId: string | null;
}

@ObjectType('ComputeCluster', {
  description: 'A cluster of nodes that scales (AmlCompute).',
  implements: () => [ComputeObject, NodeObject],
})
export class ComputeClusterObject extends ComputeObject {
  @Field(() => String, { description: 'VM size.' })
  vmSize: string;
  @Field(() => VmPriority, { description: 'What Azure promises about the nodes.' })
  vmPriority: string;
  @Field(() => ScaleSettingsObject, { description: 'How it scales.' })
  scale: ScaleSettingsObject;
  @Field(() => ManagedIdentityObject, { description: 'Its managed identity.' })
  identity: ManagedIdentityObject;
  @Field(() => ArmIdScalar, { nullable: true, description: 'The subnet of its nodes.' })
  subnetId: string | null;
  @Field(() => SshSettingsObject, { nullable: true, description: 'SSH to its nodes.' })
  ssh: SshSettingsObject | null;
  @Field(() => Boolean, { description: 'Whether nodes have public addresses.' })
  enableNodePublicIp: boolean;
  @Field(() => Boolean, { description: 'Whether nodes are in an isolated network.' })
  isolatedNetwork: boolean;
  @Field(() => AllocationState, { description: 'Whether nodes come or go.' })
  allocationState: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when.' })
  allocationStateSince: Date | null;
  @Field(() => Int, { description: 'Nodes there are.' })
  currentNodeCount: number;
  @Field(() => Int, { description: 'Nodes there should be.' })
  targetNodeCount: number;
  @Field(() => NodeCountsObject, { description: 'Nodes by state.' })
  nodeCounts: NodeCountsObject;
}
