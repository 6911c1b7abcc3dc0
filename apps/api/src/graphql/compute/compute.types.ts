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
import { CostTagInput, CostTagObject } from '../resource/cost-tag.types.js';
import {
  ArmIdScalar,
  DateTimeScalar,
  DurationScalar,
  JsonObjectScalar,
} from '../scalars/scalars.js';
import {
  ManagedIdentityInput,
  ManagedIdentityObject,
  WorkspaceObject,
} from '../resource/resource.types.js';
import { ChangeInput, MutationInput } from '../mutation/mutation.inputs.js';

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

@InputType('ScaleSettingsInput', { description: 'How a cluster shall scale.' })
export class ScaleSettingsInput {
  @Field(() => Int, { defaultValue: 0, description: 'Nodes that are always kept, and billed.' })
  minNodeCount: number;
  @Field(() => Int, { description: 'Nodes at most.' })
  maxNodeCount: number;
  @Field(() => DurationScalar, {
    defaultValue: 'PT120S',
    description: 'How long a node stays idle before it goes.',
  })
  nodeIdleTimeBeforeScaleDown: string;
}

@InputType('SshInput', { description: 'SSH to the nodes, by public key only.' })
export class SshInput {
  @Field(() => SshAccess, {
    defaultValue: 'NOT_SPECIFIED',
    description: 'Whether the public port is open.',
  })
  publicAccess: string;
  @Field(() => String, { description: 'Account on the nodes.' })
  adminUsername: string;
  @Field(() => String, { description: 'OpenSSH public key.' })
  publicKey: string;
}

@InputType('CreateComputeClusterInput', { description: 'A new compute cluster.' })
export class CreateComputeClusterInput extends MutationInput {
  @Field(() => ID, { description: 'The workspace that shall hold it.' })
  workspaceId: string;
  @Field(() => String, { description: '3 to 24 letters, digits and -, unique in the region.' })
  name: string;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;
  @Field(() => String, { description: 'VM size, e.g. Standard_DS3_v2.' })
  vmSize: string;
  @Field(() => VmPriority, {
    defaultValue: 'DEDICATED',
    description: 'What Azure shall promise about the nodes.',
  })
  vmPriority: string;
  @Field(() => ScaleSettingsInput, { description: 'How it shall scale.' })
  scale: ScaleSettingsInput;
  @Field(() => String, {
    nullable: true,
    description: "Where the nodes shall be; the workspace's region where absent.",
  })
  location: string | null;
  @Field(() => ManagedIdentityInput, { nullable: true, description: 'None where absent.' })
  identity: ManagedIdentityInput | null;
  @Field(() => ArmIdScalar, { nullable: true, description: 'The subnet of its nodes.' })
  subnetId: string | null;
  @Field(() => SshInput, { nullable: true, description: 'SSH to the nodes.' })
  ssh: SshInput | null;
  @Field(() => Boolean, { defaultValue: true, description: 'Whether nodes have public addresses.' })
  enableNodePublicIp: boolean;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether nodes are in an isolated network.',
  })
  isolatedNetwork: boolean;
  @Field(() => [CostTagInput], {
    defaultValue: [],
    description: 'Cost tags over the defaults of the team.',
  })
  costTags: CostTagInput[];
}

@InputType('UpdateComputeClusterInput', {
  description: 'What shall change; what is absent or null stays.',
})
export class UpdateComputeClusterInput extends ChangeInput {
  @Field(() => ID, { description: 'The cluster.' })
  computeId: string;
  @Field(() => ScaleSettingsInput, {
    nullable: true,
    description: 'How it shall scale, as a whole.',
  })
  scale: ScaleSettingsInput | null;
  @Field(() => ManagedIdentityInput, { nullable: true, description: 'Its identity, as a whole.' })
  identity: ManagedIdentityInput | null;
  @Field(() => [CostTagInput], { nullable: true, description: 'Its cost tags, as a whole.' })
  costTags: CostTagInput[] | null;
  @Field(() => String, { nullable: true, description: 'What it is for; empty text takes it away.' })
  description: string | null;
  @Field(() => String, { nullable: true, description: 'Cannot change: refused where it differs.' })
  vmSize: string | null;
  @Field(() => VmPriority, {
    nullable: true,
    description: 'Cannot change: refused where it differs.',
  })
  vmPriority: string | null;
  @Field(() => String, { nullable: true, description: 'Cannot change: refused where it differs.' })
  location: string | null;
  @Field(() => ArmIdScalar, {
    nullable: true,
    description: 'Cannot change: refused where it differs.',
  })
  subnetId: string | null;
  @Field(() => SshInput, {
    nullable: true,
    description: 'Cannot change: refused where it differs.',
  })
  ssh: SshInput | null;
  @Field(() => Boolean, { nullable: true, description: 'Cannot change: refused where it differs.' })
  enableNodePublicIp: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Cannot change: refused where it differs.' })
  isolatedNetwork: boolean | null;
}

@InputType('AssignComputeIdentityInput', { description: 'An identity for a compute.' })
export class AssignComputeIdentityInput extends ChangeInput {
  @Field(() => ID, { description: 'The compute.' })
  computeId: string;
  @Field(() => ManagedIdentityInput, {
    description: 'User-assigned ones join those that stand; another type replaces.',
  })
  identity: ManagedIdentityInput;
}

@InputType('RemoveComputeIdentityInput', { description: 'Identities to take away.' })
export class RemoveComputeIdentityInput extends ChangeInput {
  @Field(() => ID, { description: 'The compute.' })
  computeId: string;
  @Field(() => [ArmIdScalar], { nullable: true, description: 'These; all where absent.' })
  userAssignedIdentityIds: string[] | null;
}

@InputType('DeleteComputeInput', { description: 'The compute to delete.' })
export class DeleteComputeInput extends MutationInput {
  @Field(() => ID, { description: 'The compute.' })
  computeId: string;
  @Field(() => String, { description: 'Its name, to the letter.' })
  confirmName: string;
}
