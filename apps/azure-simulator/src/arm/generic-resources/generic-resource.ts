import type { Simulation } from '../../simulation.js';
import type { Tags } from '../tags.js';

/** A resource of whatever type, as lists over all types show it. */
export interface GenericResource {
  id: string;
  name: string;
  type: string;
  location: string;
  tags?: Tags;
}

/** Whatever stands at the top of a subscription's resource groups, of any type. */
export const resourcesIn = (simulation: Simulation, subscriptionId: string): GenericResource[] => [
  ...simulation.workspaces
    .inSubscription(subscriptionId)
    .map((workspace) => ({ ...workspace, type: 'Microsoft.MachineLearningServices/workspaces' })),
  ...simulation.dependencies.allInSubscription(subscriptionId),
  ...simulation.connectedClusters.all(),
  ...simulation.trainingResources.all(),
];

export const viewGeneric = ({ id, name, type, location, tags }: GenericResource): object => ({
  id,
  name,
  type,
  location,
  ...(tags === undefined ? {} : { tags }),
});
