import type { StepContext } from '../../operations/step.js';
import { desiredOf } from '../../operations/unreadable-row.rules.js';
import { changedTags, newTags } from '../../operations/steps/profile-tags.js';
import type { ResourceProfile } from '../../operations/steps/resource-profile.js';
import { askedOfCluster } from '../asked-fields.js';
import { changedClusterBody, clusterBody } from './compute-cluster.body.js';
import { readClusterRow } from './read-compute-cluster-row.js';

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
