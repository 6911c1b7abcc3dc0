import {
  type ArmBody,
  type StepContext,
  desiredOf,
  newTags,
  type ResourceProfile,
} from '#libs/operations';
import { kubernetesBody } from './kubernetes-compute.body.js';
import { readKubernetesRow } from './read-kubernetes-compute-row.js';

const body = (context: StepContext): ArmBody =>
  kubernetesBody(
    desiredOf(readKubernetesRow, context.resource),
    context.ancestors[0]?.location ?? context.resource.location,
    newTags(context),
  );

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
