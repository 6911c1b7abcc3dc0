import {
  type StepContext,
  desiredOf,
  changedTags,
  newTags,
  type ResourceProfile,
  askedOf,
} from '#libs/operations';
import {
  changeableOfInstance,
  changedInstanceBody,
  instanceBody,
} from './compute-instance.body.js';
import { readInstanceRow } from './read-compute-instance-row.js';
import type { InstanceDesired } from './compute-instance.schema.js';
import { withOwnRemedy } from './own-remedy.js';

/** What an update asked for, of what a PUT can change. */
export const askedOfInstance = askedOf(changeableOfInstance);

export const instanceDesired = ({ resource }: StepContext): InstanceDesired =>
  desiredOf(readInstanceRow, resource);

const sizeRemedy = 'Ask for a size that vmSizes lists for COMPUTE_INSTANCE in this region.';

export const computeInstance: ResourceProfile = {
  noun: 'compute',
  create: (context) =>
    instanceBody(
      instanceDesired(context),
      context.ancestors[0]?.location ?? context.resource.location,
      newTags(context),
    ),
  change: (context, current) =>
    changedInstanceBody(
      current,
      instanceDesired(context),
      changedTags(context, current),
      askedOfInstance(context),
    ),
  deletion: () => ({ underlyingResourceAction: 'Delete' }),
  explain: (error) =>
    /vmSize$/i.test(error.target ?? '') ? withOwnRemedy(error, sizeRemedy) : error,
};
