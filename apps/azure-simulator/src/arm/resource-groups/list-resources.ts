import { armIdKey } from '#libs/kernel';
import type { Simulation } from '../../simulation.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { pageOf } from '../paging.js';
import type { Tags } from '../tags.js';
import { readTagFilter } from './read-tag-filter.js';

interface GenericResource {
  id: string;
  name: string;
  type: string;
  location: string;
  tags?: Tags;
}

const typeFilter = /^\s*resourceType eq '([^']+)'\s*$/i;

/** Whatever stands at the top of a group, of any type; `$filter` by resourceType or by tags. */
export function listResources(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const group = simulation.groups.get(request.parameters);
  const fits = readFilter(request.query.get('$filter'));
  const { items, nextLink } = pageOf(request, inGroup(simulation, armIdKey(group.id)).filter(fits));
  const value = items.map(viewGeneric);
  return { status: 200, body: nextLink === undefined ? { value } : { value, nextLink } };
}

function inGroup(simulation: Simulation, groupKey: string): GenericResource[] {
  const { workspaces, connectedClusters, trainingResources } = simulation;
  const type = 'Microsoft.MachineLearningServices/workspaces';
  return [
    ...workspaces.inGroup(groupKey).map((workspace) => ({ ...workspace, type })),
    ...connectedClusters.all().filter(({ id }) => armIdKey(id).startsWith(`${groupKey}/`)),
    ...trainingResources.inGroup(groupKey),
  ];
}

function readFilter(filter: string | null): (resource: GenericResource) => boolean {
  const [, wanted] = typeFilter.exec(filter ?? '') ?? [];
  if (wanted !== undefined) return ({ type }) => type.toLowerCase() === wanted.toLowerCase();
  const fits = readTagFilter(filter);
  return ({ tags = {} }) => fits(tags);
}

const viewGeneric = ({ id, name, type, location, tags }: GenericResource): object => ({
  ...{ id, name, type, location },
  ...(tags === undefined ? {} : { tags }),
});
