import { tellAccess, tellSealed } from './tell-access.rules.js';
import { tellCompute } from './tell-compute.rules.js';
import { tellOperation } from './tell-operation.rules.js';
import type { Concern, ToldEvent } from './told.js';

/** The events that tell of what happened, in their order; none where it is of no type. */
export const tellHappened = (concern: Concern): ToldEvent[] => [
  ...tellOperation(concern),
  ...tellCompute(concern),
  ...tellAccess(concern),
  ...tellSealed(concern),
];

/** Whether it brought a resource to another team: what was told of that is the other team's from now on. */
export const isMove = ({ happened: { before, after } }: Concern): boolean =>
  Boolean(before && after && before.teamId !== after.teamId);
