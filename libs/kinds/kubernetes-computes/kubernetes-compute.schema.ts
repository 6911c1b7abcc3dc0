import { z } from 'zod';
import { desiredSchema, observedSchema, observedTagsSchema } from '#libs/resources';
import { kubernetesSettings } from './kubernetes-compute.settings.js';

/** `resource.desired` of a KUBERNETES_COMPUTE. */
export const kubernetesDesiredSchema = desiredSchema(kubernetesSettings);
export type KubernetesDesired = z.infer<typeof kubernetesDesiredSchema>;

/** `resource.observed` of a KUBERNETES_COMPUTE: what ARM last answered, in our words. Its two connection strings are left out. */
export const kubernetesObservedSchema = observedSchema(kubernetesSettings, {
  extensionReleaseTrain: z.string().nullable(),
  tags: observedTagsSchema,
});
export type KubernetesObserved = z.infer<typeof kubernetesObservedSchema>;
