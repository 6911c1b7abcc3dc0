import { changedClusterBody, clusterBody, clusterDesiredSchema } from '#libs/resources';
import type { StepContext } from '../step.js';
import { changedTags, newTags } from './profile-tags.js';
import type { ResourceProfile } from './resource-profile.js';

const desiredOf = ({ resource }: StepContext) => clusterDesiredSchema.parse(resource.desired);

/** `location` of a compute is its workspace's region (arm-facts, Computes). */
const workspaceLocation = ({ ancestors, resource }: StepContext): string =>
  ancestors[0]?.location ?? resource.location;

export const computeCluster: ResourceProfile = {
  noun: 'compute',
  create: (context) =>
    clusterBody(desiredOf(context), workspaceLocation(context), newTags(context)),
  change: (context, current) =>
    changedClusterBody(current, desiredOf(context), changedTags(context, current)),
  deletion: () => ({ underlyingResourceAction: 'Delete' }),
};
