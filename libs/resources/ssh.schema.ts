import { z } from 'zod';

export const sshAccesses = ['ENABLED', 'DISABLED', 'NOT_SPECIFIED'] as const;
export type SshAccess = (typeof sshAccesses)[number];

export const sshSettingsSchema = z.object({
  publicAccess: z.enum(sshAccesses),
  adminUsername: z.string().max(100),
  publicKey: z.string().max(16_384),
});
export type SshSettings = z.infer<typeof sshSettingsSchema>;
