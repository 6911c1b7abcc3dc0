import { z } from 'zod';
import { identitySchema } from '../../managed-identity.js';
import { tagsSchema } from '../../tags.js';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);
const flag = z.boolean().nullish();

const scriptSchema = z
  .object({ scriptSource: text, scriptData: text, scriptArguments: text, timeout: text })
  .nullish();

const cronSchema = z.object({
  expression: z.string(),
  timeZone: z
    .string()
    .nullish()
    .transform((zone) => zone ?? 'UTC'),
  startTime: text,
});
const weekDays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const recurrenceSchema = z.object({
  frequency: z.enum(['Minute', 'Hour', 'Day', 'Week', 'Month']),
  interval: z.int().positive(),
  timeZone: z
    .string()
    .nullish()
    .transform((zone) => zone ?? 'UTC'),
  startTime: text,
  schedule: z
    .object({
      hours: z.array(z.int().min(0).max(23)),
      minutes: z.array(z.int().min(0).max(59)),
      weekDays: z.array(z.enum(weekDays)).nullish(),
      monthDays: z.array(z.int().min(1).max(31)).nullish(),
    })
    .nullish()
    .transform((schedule) => schedule ?? undefined),
});

export const scheduleSchema = z.object({
  id: z.string().nullish(),
  action: z.enum(['Start', 'Stop']),
  status: z
    .enum(['Enabled', 'Disabled'])
    .nullish()
    .transform((status) => status ?? 'Enabled'),
  triggerType: z.enum(['Cron', 'Recurrence']),
  cron: cronSchema.nullish().transform((cron) => cron ?? undefined),
  recurrence: recurrenceSchema.nullish().transform((recurrence) => recurrence ?? undefined),
});
export type RequestedSchedule = z.infer<typeof scheduleSchema>;

export const customServicesSchema = z.array(
  z.looseObject({
    name: z.string().min(1),
    endpoints: z.array(z.looseObject({ target: z.int(), published: z.int().nullish() })).nullish(),
  }),
);

/** `properties.properties` of a ComputeInstance in 2025-06-01. What Azure fills in itself is not read. */
export const instanceSchema = z.object({
  vmSize: z.string().min(1).nullish(),
  vmPriority: z.string().nullish(),
  subnet: z.object({ id: z.string().min(1) }).nullish(),
  applicationSharingPolicy: z.enum(['Personal', 'Shared']).nullish(),
  autologgerSettings: z.object({ mlflowAutologger: z.enum(['Enabled', 'Disabled']) }).nullish(),
  sshSettings: z
    .object({
      sshPublicAccess: z.enum(['Enabled', 'Disabled']).nullish(),
      adminPublicKey: z.string().nullish(),
    })
    .nullish(),
  customServices: customServicesSchema.nullish(),
  computeInstanceAuthorizationType: z.literal('personal').nullish(),
  personalComputeInstanceSettings: z
    .object({
      assignedUser: z.object({ objectId: z.guid(), tenantId: z.guid() }).nullish(),
    })
    .nullish(),
  enableOSPatching: flag,
  enableRootAccess: flag,
  enableSSO: flag,
  releaseQuotaOnStop: flag,
  setupScripts: z
    .object({
      scripts: z.object({ creationScript: scriptSchema, startupScript: scriptSchema }).nullish(),
    })
    .nullish(),
  schedules: z.object({ computeStartStop: z.array(scheduleSchema).nullish() }).nullish(),
  idleTimeBeforeShutdown: z.string().nullish(),
  enableNodePublicIp: flag,
});
export type RequestedInstance = z.infer<typeof instanceSchema>;
type RequestedScripts = NonNullable<RequestedInstance['setupScripts']>['scripts'];
export type RequestedScript = NonNullable<RequestedScripts>['creationScript'];

export const putInstanceSchema = z.object({
  location: z.string().nullish(),
  tags: tagsSchema,
  sku: z.looseObject({ name: z.string() }).nullish(),
  identity: identitySchema,
  properties: z.object({
    computeType: z.string(),
    computeLocation: z.string().nullish(),
    description: z.string().nullish(),
    disableLocalAuth: z.boolean().nullish(),
    properties: instanceSchema.nullish().transform((properties) => properties ?? {}),
  }),
});
export type PutInstance = z.infer<typeof putInstanceSchema>;

const instanceType = z.object({
  properties: z.object({ computeType: z.literal('ComputeInstance') }),
});
export const asksForInstance = (body: unknown): boolean => instanceType.safeParse(body).success;
