import { kubernetesBody, readKubernetesRow } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext } from '../step.js';
import { desiredOf } from '../unreadable-row.rules.js';
import { newTags } from './profile-tags.js';
import type { ResourceProfile } from './resource-profile.js';

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
