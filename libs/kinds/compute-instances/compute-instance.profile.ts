import {
  type StepContext,
  desiredOf,
  changedTags,
  newTags,
  type ResourceProfile,
  askedOf,
} from '#libs/operations';
import {
  changeableOfComputeInstance,
  changedComputeInstanceBody,
  computeInstanceBody,
} from './compute-instance.body.js';
import { readComputeInstanceRow } from './read-compute-instance-row.js';
import type { ComputeInstanceDesired } from './compute-instance.schema.js';
import { withOwnRemedy } from './own-remedy.js';

/** What an update asked for, of what a PUT can change. */
export const askedOfComputeInstance = askedOf(changeableOfComputeInstance);

export const computeInstanceDesired = ({ resource }: StepContext): ComputeInstanceDesired =>
  desiredOf(readComputeInstanceRow, resource);

const sizeRemedy = 'Ask for a size that vmSizes lists for COMPUTE_INSTANCE in this region.';

export const computeInstance: ResourceProfile = {
  noun: 'compute',
  create: (context) =>
    computeInstanceBody(
      computeInstanceDesired(context),
      context.ancestors[0]?.location ?? context.resource.location,
      newTags(context),
    ),
  change: (context, current) =>
    changedComputeInstanceBody(
      current,
      computeInstanceDesired(context),
      changedTags(context, current),
      askedOfComputeInstance(context),
    ),
  deletion: () => ({ underlyingResourceAction: 'Delete' }),
  explain: (error) =>
    /vmSize$/i.test(error.target ?? '') ? withOwnRemedy(error, sizeRemedy) : error,
};
