import { Field, ID, InputType } from '@nestjs/graphql';
import { CostTagInput } from '../resource/cost-tag.types.js';
import { ManagedIdentityInput } from '../resource/resource.types.js';
import { ArmIdScalar, DurationScalar, UuidScalar } from '../scalars/scalars.js';
import { PowerScheduleInput } from './power-schedule.types.js';
import { CustomApplicationInput, SetupScriptsInput } from './setup.types.js';
import { ChangeInput, MutationInput } from '../mutation/mutation.inputs.js';

const immutableDescription = 'Cannot change: refused where it differs.';

@InputType('AssignedUserInput', { description: 'The person whose machine it shall be.' })
export class AssignedUserInput {
  @Field(() => UuidScalar, { description: 'Object id in Entra ID.' })
  objectId: string;
  @Field(() => UuidScalar, { description: 'Tenant in Entra ID.' })
  tenantId: string;
}

@InputType('ComputeInstanceSshInput', { description: 'SSH to the instance, by public key only.' })
export class ComputeInstanceSshInput {
  @Field(() => String, { description: 'OpenSSH public key.' })
  publicKey: string;
}

@InputType('CreateComputeInstanceInput', { description: 'A new compute instance.' })
export class CreateComputeInstanceInput extends MutationInput {
  @Field(() => ID, { description: 'The workspace that shall hold it.' })
  workspaceId: string;
  @Field(() => String, { description: '3 to 24 letters, digits and -, unique in the region.' })
  name: string;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;
  @Field(() => String, { description: 'VM size, e.g. Standard_DS11_v2.' })
  vmSize: string;
  @Field(() => AssignedUserInput, {
    nullable: true,
    description: 'Whose it shall be; not together with ssh.',
  })
  assignedUser: AssignedUserInput | null;
  @Field(() => ComputeInstanceSshInput, { nullable: true, description: 'Off where absent.' })
  ssh: ComputeInstanceSshInput | null;
  @Field(() => ArmIdScalar, { nullable: true, description: 'Its subnet.' })
  subnetId: string | null;
  @Field(() => Boolean, { defaultValue: true, description: 'Whether it has a public address.' })
  enableNodePublicIp: boolean;
  @Field(() => ManagedIdentityInput, { nullable: true, description: 'None where absent.' })
  identity: ManagedIdentityInput | null;
  @Field(() => DurationScalar, {
    nullable: true,
    description: 'How long it may be idle before it stops: PT15M to P3D.',
  })
  idleTimeBeforeShutdown: string | null;
  @Field(() => [PowerScheduleInput], {
    defaultValue: [],
    description: 'What starts and stops it by the clock, four at most.',
  })
  schedules: PowerScheduleInput[];
  @Field(() => SetupScriptsInput, { nullable: true, description: 'What Azure shall run on it.' })
  setupScripts: SetupScriptsInput | null;
  @Field(() => [CustomApplicationInput], {
    defaultValue: [],
    description: 'Containers of its own.',
  })
  customApplications: CustomApplicationInput[];
  @Field(() => [CostTagInput], {
    defaultValue: [],
    description: 'Cost tags over the defaults of the team.',
  })
  costTags: CostTagInput[];
}

@InputType('UpdateComputeInstanceInput', {
  description: 'What shall change; what is absent or null stays.',
})
export class UpdateComputeInstanceInput extends ChangeInput {
  @Field(() => ID, { description: 'The instance.' })
  computeId: string;
  @Field(() => [PowerScheduleInput], { nullable: true, description: 'Its schedules, as a whole.' })
  schedules: PowerScheduleInput[] | null;
  @Field(() => DurationScalar, {
    nullable: true,
    description: 'How long it may be idle before it stops: PT15M to P3D.',
  })
  idleTimeBeforeShutdown: string | null;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Takes the idle shutdown away; not together with idleTimeBeforeShutdown.',
  })
  removeIdleShutdown: boolean | null;
  @Field(() => [CostTagInput], { nullable: true, description: 'Its cost tags, as a whole.' })
  costTags: CostTagInput[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'Cannot change here: use resizeComputeInstance.',
  })
  vmSize: string | null;
  @Field(() => AssignedUserInput, { nullable: true, description: immutableDescription })
  assignedUser: AssignedUserInput | null;
  @Field(() => ComputeInstanceSshInput, { nullable: true, description: immutableDescription })
  ssh: ComputeInstanceSshInput | null;
  @Field(() => ArmIdScalar, { nullable: true, description: immutableDescription })
  subnetId: string | null;
  @Field(() => Boolean, { nullable: true, description: immutableDescription })
  enableNodePublicIp: boolean | null;
}

@InputType('ComputeInstanceActionInput', { description: 'The instance to start, stop or restart.' })
export class ComputeInstanceActionInput extends ChangeInput {
  @Field(() => ID, { description: 'The instance.' })
  computeId: string;
}

@InputType('ResizeComputeInstanceInput', { description: 'The instance, and its new size.' })
export class ResizeComputeInstanceInput extends ChangeInput {
  @Field(() => ID, { description: 'The instance.' })
  computeId: string;
  @Field(() => String, { description: 'VM size: one of allowedResizeSizes.' })
  vmSize: string;
}
