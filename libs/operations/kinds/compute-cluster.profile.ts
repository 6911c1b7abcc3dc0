import { changedClusterBody, clusterBody, readClusterRow } from '#libs/resources';
import type { StepContext } from '../step.js';
import { desiredOf } from '../unreadable-row.rules.js';
import { askedOfCluster } from './asked-fields.js';
import { changedTags, newTags } from './profile-tags.js';
import type { ResourceProfile } from './resource-profile.js';

const clusterDesired = ({ resource }: StepContext) => desiredOf(readClusterRow, resource);

/** `location` of a compute is its workspace's region (docs/azure-facts.md#computes). */
const workspaceLocation = ({ ancestors, resource }: StepContext): string =>
  ancestors[0]?.location ?? resource.location;

export const computeCluster: ResourceProfile = {
  noun: 'compute',
  create: (context) =>
    clusterBody(clusterDesired(context), workspaceLocation(context), newTags(context)),
  change: (context, current) =>
    changedClusterBody(
      current,
      clusterDesired(context),
      changedTags(context, current),
      askedOfCluster(context),
    ),
  deletion: () => ({ underlyingResourceAction: 'Delete' }),
};
