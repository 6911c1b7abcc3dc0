import { armIdKey } from '#libs/kernel';
import type { Simulation } from '../../simulation.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { pageOf } from '../paging.js';
import { resourcesIn, viewGeneric } from './generic-resource.js';
import { readResourceFilter } from './read-resource-filter.js';

/** The resources of a scope, of any type, with `$filter` and `$top`; what `$expand` asks for is not there. */
export function listResources(
  simulation: Simulation,
  request: ArmRequest,
  scope: string,
): ArmAnswer {
  const fits = readResourceFilter(request.query.get('$filter'));
  const inside = `${armIdKey(scope)}/`;
  const found = resourcesIn(simulation, request.parameters.subscriptionId).filter(
    (resource) => armIdKey(resource.id).startsWith(inside) && fits(resource),
  );
  const { items, nextLink } = pageOf(request, found);
  const value = items.map(viewGeneric);
  return { status: 200, body: nextLink === undefined ? { value } : { value, nextLink } };
}
