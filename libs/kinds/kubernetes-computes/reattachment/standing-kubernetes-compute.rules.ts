import { identityAsked, shownSettings } from '#libs/resources';
import { shownTypes } from '../instance-types/instance-types.value.js';
import type { KubernetesDesired, KubernetesObserved } from '../kubernetes-compute.schema.js';
import { kubernetesSettings } from '../kubernetes-compute.settings.js';

/** What an attachment is attached anew as where nothing else is asked for: as Azure has it, and as it was asked for what Azure keeps to itself. */
export function standingKubernetes(
  asked: KubernetesDesired,
  found: KubernetesObserved | null,
): KubernetesDesired {
  if (!found) return asked;
  const { description, namespace, identity } = shownSettings(kubernetesSettings, asked, found);
  return {
    ...asked,
    description,
    namespace,
    identity: identityAsked(identity),
    defaultInstanceType: found.defaultInstanceType,
    instanceTypes: shownTypes(asked.instanceTypes, found.instanceTypes),
  };
}
