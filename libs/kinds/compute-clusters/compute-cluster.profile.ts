import {
  type StepContext,
  desiredOf,
  changedTags,
  newTags,
  type ResourceProfile,
  askedOf,
} from '#libs/operations';
import {
  changeableOfComputeCluster,
  changedComputeClusterBody,
  computeClusterBody,
} from './compute-cluster.body.js';
import { readComputeClusterRow } from './read-compute-cluster-row.js';

const askedOfCluster = askedOf(changeableOfComputeCluster);

const clusterDesired = ({ resource }: StepContext) => desiredOf(readComputeClusterRow, resource);

/** `location` of a compute is its workspace's region (docs/azure-facts.md#computes). */
const workspaceLocation = ({ ancestors, resource }: StepContext): string =>
  ancestors[0]?.location ?? resource.location;

export const computeCluster: ResourceProfile = {
  noun: 'compute',
  create: (context) =>
    computeClusterBody(clusterDesired(context), workspaceLocation(context), newTags(context)),
  change: (context, current) =>
    changedComputeClusterBody(
      current,
      clusterDesired(context),
      changedTags(context, current),
      askedOfCluster(context),
    ),
  deletion: () => ({ underlyingResourceAction: 'Delete' }),
};
