import { z } from 'zod';
import { armIdSchema, durationSchema } from '#libs/kernel';
import { desiredIdentitySchema, type ObservedIdentity } from './identity.schema.js';
import { powerScheduleSchema, type ObservedPowerSchedule } from './power-schedule.schema.js';
import { setupScriptsSchema } from './setup-scripts.schema.js';
import { customApplicationSchema } from './custom-application.schema.js';

/** The person whose machine it is, by their ids in Entra ID. */
export const assignedUserSchema = z.object({
  objectId: z.guid('must be the object id of a user in Entra ID'),
  tenantId: z.guid('must be the id of an Entra ID tenant'),
});
export type AssignedUser = z.infer<typeof assignedUserSchema>;

/** SSH to the machine; Azure names the account itself. */
export const instanceSshSchema = z.object({ publicKey: z.string().max(16_384) });

/** `resource.desired` of a COMPUTE_INSTANCE: what was asked for, complete. Cost tags stand beside it, in `cost_tag`. */
export const instanceDesiredSchema = z.object({
  /** Its workspace's region: there is no other (arm-facts, ComputeInstance). */
  location: z.string(),
  description: z.string().nullable(),
  vmSize: z.string(),
  assignedUser: assignedUserSchema.nullable(),
  /** Null: SSH is off. */
  ssh: instanceSshSchema.nullable(),
  subnetId: armIdSchema.nullable(),
  enableNodePublicIp: z.boolean(),
  identity: desiredIdentitySchema,
  /** Null: it never stops by itself. */
  idleTimeBeforeShutdown: durationSchema.nullable(),
  schedules: z.array(powerScheduleSchema),
  setupScripts: setupScriptsSchema.nullable(),
  customApplications: z.array(customApplicationSchema),
});
export type InstanceDesired = z.infer<typeof instanceDesiredSchema>;

export const instanceStates = [
  'UNKNOWN',
  'CREATING',
  'CREATE_FAILED',
  'DELETING',
  'RUNNING',
  'RESTARTING',
  'RESIZING',
  'JOB_RUNNING',
  'SETTING_UP',
  'SETUP_FAILED',
  'STARTING',
  'STOPPED',
  'STOPPING',
  'USER_SETTING_UP',
  'USER_SETUP_FAILED',
  'UNUSABLE',
] as const;
export type InstanceState = (typeof instanceStates)[number];

export const instanceOperations = [
  'CREATE',
  'START',
  'STOP',
  'RESTART',
  'RESIZE',
  'REIMAGE',
  'DELETE',
  'UNKNOWN',
] as const;
export const instanceOperationStatuses = ['IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'UNKNOWN'] as const;
export const instanceTriggers = ['USER', 'SCHEDULE', 'IDLE_SHUTDOWN', 'UNKNOWN'] as const;

/** What was last done to the machine, by whomever. */
export interface LastOperation {
  name: (typeof instanceOperations)[number];
  status: (typeof instanceOperationStatuses)[number];
  /** Azure's own word for the status, e.g. StartFailed. */
  rawStatus: string;
  trigger: (typeof instanceTriggers)[number];
  /** RFC 3339. */
  at: string | null;
}

/** `resource.observed` of a COMPUTE_INSTANCE: what ARM last answered, in our words. Null where ARM said nothing. */
export interface InstanceObserved {
  location: string;
  description: string | null;
  vmSize: string;
  state: InstanceState;
  /** Azure's own word. */
  rawState: string;
  assignedUser: AssignedUser | null;
  ssh: {
    publicAccess: 'ENABLED' | 'DISABLED';
    adminUsername: string | null;
    port: number | null;
  };
  subnetId: string | null;
  enableNodePublicIp: boolean;
  identity: ObservedIdentity;
  idleTimeBeforeShutdown: string | null;
  schedules: ObservedPowerSchedule[];
  lastOperation: LastOperation | null;
  applications: { displayName: string; endpointUri: string }[];
  customApplications: string[];
  publicIpAddress: string | null;
  privateIpAddress: string | null;
  createdBy: {
    displayName: string | null;
    objectId: string | null;
    tenantId: string | null;
  } | null;
  /** All of its Azure tags, ours included; null where ARM keeps none. */
  tags: Record<string, string> | null;
}
