import {
  type ArmBody,
  type StepContext,
  changedTags,
  desiredOf,
  newTags,
  type ResourceProfile,
} from '#libs/operations';
import { kubernetesBody, kubernetesBodyAnew } from './kubernetes-compute.body.js';
import { readKubernetesRow } from './read-kubernetes-compute-row.js';
import { whatStood } from './reattachment/keep-what-stood.js';

function body(context: StepContext): ArmBody {
  const desired = desiredOf(readKubernetesRow, context.resource);
  const location = context.ancestors[0]?.location ?? context.resource.location;
  const stood = whatStood(context);
  return stood
    ? kubernetesBodyAnew(stood, desired, location, changedTags(context, stood))
    : kubernetesBody(desired, location, newTags(context));
}

/**
 * An attached cluster. Only ever detached: what Delete does to an attached cluster nobody has verified
 * (docs/azure-facts.md#attached-kubernetes-clusters).
 */
export const kubernetesCompute: ResourceProfile = {
  noun: 'compute',
  create: body,
  change: body,
  deletion: () => ({ underlyingResourceAction: 'Detach' }),
};
