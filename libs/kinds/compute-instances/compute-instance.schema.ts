import { z } from 'zod';
import {
  desiredSchema,
  observedSchema,
  observedTagsSchema,
  storedTimeSchema,
  type ShownOf,
} from '#libs/resources';
import { computeInstanceSettings } from './compute-instance.settings.js';

/** `resource.desired` of a COMPUTE_INSTANCE. Cost tags stand beside it, in `cost_tag`. */
export const computeInstanceDesiredSchema = desiredSchema(computeInstanceSettings);
export type ComputeInstanceDesired = z.infer<typeof computeInstanceDesiredSchema>;

/** What pages show of an instance's settings. */
export type ShownComputeInstance = ShownOf<typeof computeInstanceSettings>;

export const computeInstanceStates = [
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
export type ComputeInstanceState = (typeof computeInstanceStates)[number];

export const computeInstanceOperations = [
  'CREATE',
  'START',
  'STOP',
  'RESTART',
  'RESIZE',
  'REIMAGE',
  'DELETE',
  'UNKNOWN',
] as const;
export const computeInstanceOperationStatuses = [
  'IN_PROGRESS',
  'SUCCEEDED',
  'FAILED',
  'UNKNOWN',
] as const;
export const computeInstanceTriggers = ['USER', 'SCHEDULE', 'IDLE_SHUTDOWN', 'UNKNOWN'] as const;

/** What was last done to the machine, by whomever. */
const lastOperationSchema = z.object({
  name: z.enum(computeInstanceOperations),
  status: z.enum(computeInstanceOperationStatuses),
  /** Azure's own word for the status, e.g. StartFailed. */
  rawStatus: z.string(),
  trigger: z.enum(computeInstanceTriggers),
  at: storedTimeSchema.nullable(),
});
export type LastOperation = z.infer<typeof lastOperationSchema>;

/** `resource.observed` of a COMPUTE_INSTANCE: what ARM last answered, in our words. Null where ARM said nothing. */
export const computeInstanceObservedSchema = observedSchema(computeInstanceSettings, {
  state: z.enum(computeInstanceStates),
  /** Azure's own word. */
  rawState: z.string(),
  lastOperation: lastOperationSchema.nullable(),
  applications: z.array(z.object({ displayName: z.string(), endpointUri: z.string() })),
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
export type ComputeInstanceObserved = z.infer<typeof computeInstanceObservedSchema>;
