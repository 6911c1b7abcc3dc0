import { Field, ID, Int, InterfaceType, InputType, ObjectType } from '@nestjs/graphql';
import {
  AllocationState,
  ComputeType,
  ProvisioningState,
  SshAccess,
  VmPriority,
} from '../enums.js';
import { ProvisioningErrorObject } from '../operation/operation.types.js';
import { PrincipalObject, TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { CostTagObject } from '../resource/cost-tag.types.js';
import {
  ArmIdScalar,
  DateTimeScalar,
  DurationScalar,
  JsonObjectScalar,
} from '../scalars/scalars.js';
import { ManagedIdentityObject, WorkspaceObject } from '../resource/resource.types.js';

@ObjectType('Diagnostic', { description: 'What is wrong and what to do.' })
export class DiagnosticObject {
  @Field(() => String, { description: 'Which finding.' })
  code: string;
  @Field(() => String, { description: 'What is wrong.' })
  message: string;
  @Field(() => String, { description: 'What to do.' })
  remedy: string;
  @Field(() => JsonObjectScalar, { description: 'What was read.' })
  evidence: object;
  @Field(() => DateTimeScalar, { description: 'When it was read.' })
  observedAt: Date;
}

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

@InterfaceType('Compute', {
  description: 'Something that runs machine-learning jobs.',
  implements: () => [NodeObject],
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class ComputeObject extends NodeObject {
  @Field(() => String, { description: 'Its name in Azure.' })
  name: string;
  @Field(() => ArmIdScalar, { description: 'Its ARM id, as ARM wrote it.' })
  armId: string;
  @Field(() => String, {
    description: 'Send it back as ifMatch; changes with every change of desired state.',
  })
  etag: string;
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
  @Field(() => DateTimeScalar, { description: 'When it was asked for, or found.' })
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
  @Field(() => Boolean, {
    description:
      'False for what was found in Azure and that no team has claimed: it can be seen, not changed.',
  })
  managed: boolean;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when it is no longer in Azure: computeUpdated tells of that last.',
  })
  goneAt: Date | null;
  @Field(() => TeamObject, { description: 'The team that pays.' })
  team: TeamObject;
  @Field(() => String, { description: 'Where the nodes are.' })
  location: string;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;
  @Field(() => WorkspaceObject, { description: 'What holds it.' })
  workspace: WorkspaceObject;
  @Field(() => [DiagnosticObject], {
    description: 'What is wrong and what to do; empty when all is well.',
  })
  diagnostics: DiagnosticObject[];
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

@InputType('CostTagFilter', { description: 'Resources that carry this tag.' })
export class CostTagFilter {
  @Field(() => String, { description: 'Name of the tag.' })
  key: string;
  @Field(() => String, { description: 'Its value.' })
  value: string;
}

@InputType('ComputeFilter', { description: 'All that are named must hold.' })
export class ComputeFilter {
  @Field(() => ComputeType, { nullable: true, description: 'Kind of compute.' })
  type: string | null;
  @Field(() => ID, { nullable: true, description: 'What holds it.' })
  workspaceId: string | null;
  @Field(() => ID, { nullable: true, description: 'Who pays.' })
  teamId: string | null;
  @Field(() => ProvisioningState, { nullable: true, description: 'How it stands.' })
  provisioningState: string | null;
  @Field(() => CostTagFilter, { nullable: true, description: 'A tag it carries.' })
  costTag: CostTagFilter | null;
  @Field(() => String, { nullable: true, description: 'VM size, without case.' })
  vmSize: string | null;
  @Field(() => String, { nullable: true, description: 'Part of the name, without case.' })
  nameContains: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'False: found in Azure and claimed by no team.',
  })
  managed: boolean | null;
}
