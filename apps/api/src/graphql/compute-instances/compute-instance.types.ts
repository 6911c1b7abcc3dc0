import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ComputeObject } from '../computes/compute.types.js';
import {
  InstanceOperation,
  InstanceOperationStatus,
  InstanceTrigger,
} from './compute-instance.enums.js';
import { ComputeInstanceState } from '../enums.js';
import { NodeObject } from '../relay/node.types.js';
import { ManagedIdentityObject } from '../resource/managed-identity.types.js';
import { ArmIdScalar, DateTimeScalar, DurationScalar, UuidScalar } from '../scalars/scalars.js';
import { PowerScheduleObject } from './power-schedule.types.js';
import { CustomApplicationObject, SetupScriptsObject } from './setup.types.js';

@ObjectType('AssignedUser', { description: 'The person whose machine it is.' })
export class AssignedUserObject {
  @Field(() => UuidScalar, { description: 'Object id in Entra ID.' })
  objectId: string;
  @Field(() => UuidScalar, { description: 'Tenant in Entra ID.' })
  tenantId: string;
}

@ObjectType('ComputeInstanceSsh', { description: 'SSH to the instance.' })
export class ComputeInstanceSshObject {
  @Field(() => Boolean, { description: 'Whether the port is open.' })
  enabled: boolean;
  @Field(() => String, { nullable: true, description: 'Where to connect; null while it has none.' })
  host: string | null;
  @Field(() => Int, { nullable: true, description: 'The port.' })
  port: number | null;
  @Field(() => String, { nullable: true, description: 'The account that Azure made.' })
  adminUsername: string | null;
  @Field(() => String, { nullable: true, description: 'The public key as asked for.' })
  publicKey: string | null;
}

@ObjectType('IdleShutdown', { description: 'The idle time as asked for, and as Azure reports it.' })
export class IdleShutdownObject {
  @Field(() => DurationScalar, {
    nullable: true,
    description: 'As asked for here; null: it never stops by itself.',
  })
  configured: string | null;
  @Field(() => DurationScalar, { nullable: true, description: 'As Azure reports it.' })
  effective: string | null;
}

@ObjectType('LastOperation', { description: 'What was last done to an instance, by whomever.' })
export class LastOperationObject {
  @Field(() => InstanceOperation, { description: 'What it was.' })
  name: string;
  @Field(() => InstanceOperationStatus, { description: 'How it ended.' })
  status: string;
  @Field(() => String, { description: "Azure's own word for how it ended." })
  rawStatus: string;
  @Field(() => InstanceTrigger, { description: 'Who had it done.' })
  trigger: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When.' })
  at: string | null;
}

@ObjectType('Application', { description: 'Something to work with on an instance.' })
export class ApplicationObject {
  @Field(() => String, { description: 'Its name, e.g. JupyterLab.' })
  name: string;
  @Field(() => String, { description: 'Its URL.' })
  url: string;
}

@ObjectType('ComputeInstance', {
  description: "A person's machine.",
  implements: () => [ComputeObject, NodeObject],
})
export class ComputeInstanceObject extends ComputeObject {
  @Field(() => String, { description: 'VM size; what was asked for until Azure reports it.' })
  vmSize: string;
  @Field(() => ComputeInstanceState, { description: 'What it is at.' })
  state: string;
  @Field(() => String, { description: "Azure's own word; empty while it has said none." })
  rawState: string;
  @Field(() => AssignedUserObject, {
    nullable: true,
    description: 'Whose it is; null: whoever created it in Azure.',
  })
  assignedUser: AssignedUserObject | null;
  @Field(() => ComputeInstanceSshObject, { nullable: true, description: 'SSH to it.' })
  ssh: ComputeInstanceSshObject | null;
  @Field(() => ArmIdScalar, { nullable: true, description: 'Its subnet.' })
  subnetId: string | null;
  @Field(() => Boolean, { description: 'Whether it has a public address.' })
  enableNodePublicIp: boolean;
  @Field(() => String, { nullable: true, description: 'Its public address.' })
  publicIpAddress: string | null;
  @Field(() => String, { nullable: true, description: 'Its private address.' })
  privateIpAddress: string | null;
  @Field(() => ManagedIdentityObject, { description: 'Its managed identity.' })
  identity: ManagedIdentityObject;
  @Field(() => [PowerScheduleObject], {
    description: 'What starts and stops it by the clock, as asked for and as Azure reports it.',
  })
  schedules: PowerScheduleObject[];
  @Field(() => DurationScalar, {
    nullable: true,
    description:
      'How long it may be idle before it stops; what was asked for until Azure reports it.',
  })
  idleTimeBeforeShutdown: string | null;
  @Field(() => IdleShutdownObject, {
    description: 'The idle time as asked for, and as Azure reports it.',
  })
  idleShutdown: IdleShutdownObject;
  @Field(() => SetupScriptsObject, { nullable: true, description: 'What Azure runs on it.' })
  setupScripts: SetupScriptsObject | null;
  @Field(() => LastOperationObject, {
    nullable: true,
    description: 'What was last done to it, by whomever.',
  })
  lastOperation: LastOperationObject | null;
  @Field(() => [ApplicationObject], { description: 'What to work with, and where.' })
  applications: ApplicationObject[];
  @Field(() => [CustomApplicationObject], { description: 'Containers of its own.' })
  customApplications: CustomApplicationObject[];
}
