import {
  type StepContext,
  desiredOf,
  changedTags,
  newTags,
  type ResourceProfile,
  askedOf,
} from '#libs/operations';
import { changeableOfCluster, changedClusterBody, clusterBody } from './compute-cluster.body.js';
import { readClusterRow } from './read-compute-cluster-row.js';

const askedOfCluster = askedOf(changeableOfCluster);

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
