import {
  changedIdentity,
  differingIdentity,
  objectAt,
  observeIdentity,
  observeSettings,
  observeTags,
  readOnlyEnvelope,
  readOnlyOfComputes,
  identityAgain,
  withSettings,
  writable,
  type ResourceBody,
} from '#libs/resources';
import { instanceTypesBody, instanceTypesOver } from './instance-types/instance-type.body.js';
import type { KubernetesDesired, KubernetesObserved } from './kubernetes-compute.schema.js';
import { kubernetesSettings } from './kubernetes-compute.settings.js';

/** The PUT that attaches a cluster (docs/azure-facts.md#attached-kubernetes-clusters): `resourceId` at the outer level. */
export const kubernetesBody = (
  desired: KubernetesDesired,
  workspaceLocation: string,
  tags: ResourceBody,
): ResourceBody => {
  const types = typesBody(desired, instanceTypesBody(desired.instanceTypes));
  const body = { properties: { computeType: 'Kubernetes', properties: types } };
  return { ...withSettings(body, kubernetesSettings, desired), location: workspaceLocation, tags };
};

/** Said together, or not at all. */
const typesBody = (
  { defaultInstanceType }: KubernetesDesired,
  instanceTypes: ResourceBody,
): ResourceBody => (defaultInstanceType === null ? {} : { defaultInstanceType, instanceTypes });

/** What Azure fills in: the types among it are said again, the principal is that of the extension of then. */
const ofAzure = ['extensionPrincipalId', 'defaultInstanceType', 'instanceTypes'] as const;

/** The PUT that attaches a cluster anew: over what stood, of which all that we do not know of goes back as it came. */
export function kubernetesBodyAnew(
  stood: ResourceBody,
  desired: KubernetesDesired,
  workspaceLocation: string,
  tags: ResourceBody,
): ResourceBody {
  const properties = objectAt(stood, 'properties');
  const settings = objectAt(properties, 'properties');
  const types = instanceTypesOver(settings['instanceTypes'], desired.instanceTypes);
  const body = {
    ...writable(stood, [...readOnlyEnvelope, 'identity']),
    properties: {
      ...writable(properties, readOnlyOfComputes),
      properties: { ...writable(settings, ofAzure), ...typesBody(desired, types) },
    },
  };
  return {
    ...withSettings(body, kubernetesSettings, desired),
    location: workspaceLocation,
    tags,
    identity: identityAnew(stood, desired),
  };
}

/** As it stood where that is what was asked for, of whatever type. */
const identityAnew = (stood: ResourceBody, { identity }: KubernetesDesired): ResourceBody =>
  differingIdentity(identity, observeIdentity(stood)).length === 0
    ? (identityAgain(stood) ?? changedIdentity(stood, identity))
    : changedIdentity(stood, identity);

/** What ARM answered about an attachment, in our words. Never throws; the connection strings are not read. */
export function observeKubernetes(body: ResourceBody): KubernetesObserved {
  const { extensionInstanceReleaseTrain: train } = objectAt(body, 'properties', 'properties');
  return {
    ...observeSettings(kubernetesSettings, body),
    extensionReleaseTrain: typeof train === 'string' ? train : null,
    tags: observeTags(body),
  };
}
