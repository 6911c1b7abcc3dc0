import {
  changedInstanceBody,
  instanceBody,
  readInstanceRow,
  type InstanceDesired,
} from '#libs/resources';
import type { StepContext } from '../step.js';
import { desiredOf } from '../unreadable-row.rules.js';
import { askedOfInstance } from './asked-fields.js';
import { withOwnRemedy } from './own-remedy.js';
import { changedTags, newTags } from './profile-tags.js';
import type { ResourceProfile } from './resource-profile.js';

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
