import { z } from 'zod';
import { durationSchema } from '#libs/kernel';

export const scaleSettingsSchema = z.object({
  maxNodeCount: z.int().nonnegative(),
  minNodeCount: z
    .int()
    .nonnegative()
    .nullish()
    .transform((count) => count ?? 0),
  nodeIdleTimeBeforeScaleDown: durationSchema.nullish(),
});

export const clusterSchema = z.object({
  vmSize: z.string().min(1).nullish(),
  vmPriority: z.enum(['Dedicated', 'LowPriority']).nullish(),
  osType: z.enum(['Linux', 'Windows']).nullish(),
  virtualMachineImage: z.object({ id: z.string() }).nullish(),
  isolatedNetwork: z.boolean().nullish(),
  subnet: z.object({ id: z.string().min(1) }).nullish(),
  remoteLoginPortPublicAccess: z.enum(['Enabled', 'Disabled', 'NotSpecified']).nullish(),
  enableNodePublicIp: z.boolean().nullish(),
  userAccountCredentials: z
    .object({
      adminUserName: z.string().min(1),
      adminUserSshPublicKey: z.string().nullish(),
      adminUserPassword: z.string().nullish(),
    })
    .nullish(),
  scaleSettings: scaleSettingsSchema.nullish(),
  propertyBag: z.record(z.string(), z.unknown()).nullish(),
});
export type RequestedCluster = z.infer<typeof clusterSchema>;
