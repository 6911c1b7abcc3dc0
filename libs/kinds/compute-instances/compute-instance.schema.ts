import { z } from 'zod';
import { armIdSchema, durationSchema } from '#libs/kernel';
import {
  desiredIdentitySchema,
  noIdentity,
  observedIdentitySchema,
  observedTagsSchema,
  storedTimeSchema,
} from '#libs/resources';
import {
  observedPowerScheduleSchema,
  powerScheduleSchema,
} from './power-schedules/power-schedule.schema.js';
import { setupScriptsSchema } from './setup/setup-scripts.schema.js';
import { customApplicationSchema } from './setup/custom-application.schema.js';

/** The person whose machine it is, by their ids in Entra ID. */
export const assignedUserSchema = z.object({
  objectId: z.guid('must be the object id of a user in Entra ID'),
  tenantId: z.guid('must be the id of an Entra ID tenant'),
});
export type AssignedUser = z.infer<typeof assignedUserSchema>;

/** SSH to the machine; Azure names the account itself. */
export const instanceSshSchema = z.object({ publicKey: z.string().max(16_384) });

/**
 * `resource.desired` of a COMPUTE_INSTANCE: what was asked for, complete. What an older row does not say has Azure's
 * default. Cost tags stand beside it, in `cost_tag`.
 */
export const instanceDesiredSchema = z.object({
  /** Its workspace's region: there is no other (docs/azure-facts.md#compute-instances). */
  location: z.string(),
  description: z.string().nullable().default(null),
  vmSize: z.string(),
  assignedUser: assignedUserSchema.nullable().default(null),
  /** Null: SSH is off. */
  ssh: instanceSshSchema.nullable().default(null),
  subnetId: armIdSchema.nullable().default(null),
  enableNodePublicIp: z.boolean().default(true),
  identity: desiredIdentitySchema.default(noIdentity),
  /** Null: it never stops by itself. */
  idleTimeBeforeShutdown: durationSchema.nullable().default(null),
  schedules: z.array(powerScheduleSchema).default([]),
  setupScripts: setupScriptsSchema.nullable().default(null),
  customApplications: z.array(customApplicationSchema).default([]),
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
const lastOperationSchema = z.object({
  name: z.enum(instanceOperations),
  status: z.enum(instanceOperationStatuses),
  /** Azure's own word for the status, e.g. StartFailed. */
  rawStatus: z.string(),
  trigger: z.enum(instanceTriggers),
  at: storedTimeSchema.nullable(),
});
export type LastOperation = z.infer<typeof lastOperationSchema>;

/** `resource.observed` of a COMPUTE_INSTANCE: what ARM last answered, in our words. Null where ARM said nothing. */
export const instanceObservedSchema = z.object({
  location: z.string(),
  description: z.string().nullable(),
  vmSize: z.string(),
  state: z.enum(instanceStates),
  /** Azure's own word. */
  rawState: z.string(),
  assignedUser: z.object({ objectId: z.string(), tenantId: z.string() }).nullable(),
  ssh: z.object({
    publicAccess: z.enum(['ENABLED', 'DISABLED']),
    adminUsername: z.string().nullable(),
    port: z.int32().nullable(),
  }),
  subnetId: z.string().nullable(),
  enableNodePublicIp: z.boolean(),
  identity: observedIdentitySchema,
  /** Absent where the api-version that it was read at does not tell. */
  idleTimeBeforeShutdown: z.string().nullable().optional(),
  schedules: z.array(observedPowerScheduleSchema),
  lastOperation: lastOperationSchema.nullable(),
  applications: z.array(z.object({ displayName: z.string(), endpointUri: z.string() })),
  customApplications: z.array(z.string()),
  publicIpAddress: z.string().nullable(),
  privateIpAddress: z.string().nullable(),
  createdBy: z
    .object({
      displayName: z.string().nullable(),
      objectId: z.string().nullable(),
      tenantId: z.string().nullable(),
    })
    .nullable(),
  tags: observedTagsSchema,
});
export type InstanceObserved = z.infer<typeof instanceObservedSchema>;
