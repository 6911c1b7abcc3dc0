import {
  objectAt,
  observeSettings,
  observeTags,
  withSettings,
  type AzureTags,
  type ResourceBody,
} from '#libs/resources';
import { instanceTypesBody } from './instance-types/instance-type.body.js';
import type { KubernetesDesired, KubernetesObserved } from './kubernetes-compute.schema.js';
import { kubernetesSettings } from './kubernetes-compute.settings.js';

/** The PUT that attaches a cluster (docs/azure-facts.md#attached-kubernetes-clusters): `resourceId` at the outer level. */
export function kubernetesBody(
  desired: KubernetesDesired,
  workspaceLocation: string,
  tags: AzureTags,
): ResourceBody {
  const { defaultInstanceType, instanceTypes } = desired;
  const types = { defaultInstanceType, instanceTypes: instanceTypesBody(instanceTypes) };
  const body = {
    location: workspaceLocation,
    tags,
    properties: {
      computeType: 'Kubernetes',
      properties: defaultInstanceType === null ? {} : types,
    },
  };
  return withSettings(body, kubernetesSettings, desired);
}

/** What ARM answered about an attachment, in our words. Never throws; the connection strings are not read. */
export function observeKubernetes(body: ResourceBody): KubernetesObserved {
  const { extensionInstanceReleaseTrain: train } = objectAt(body, 'properties', 'properties');
  return {
    ...observeSettings(kubernetesSettings, body),
    extensionReleaseTrain: typeof train === 'string' ? train : null,
    tags: observeTags(body),
  };
}
