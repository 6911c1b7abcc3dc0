import { settingsReader } from '#libs/resources';
import { kubernetesDesiredSchema, kubernetesObservedSchema } from './kubernetes-compute.schema.js';
import { kubernetesSettings } from './kubernetes-compute.settings.js';

/** A KUBERNETES_COMPUTE as far as its row can be read. */
export const readKubernetesRow = settingsReader(kubernetesSettings, {
  desired: kubernetesDesiredSchema,
  observed: kubernetesObservedSchema,
  unsaid: () => ({ extensionReleaseTrain: null, tags: null }),
});
