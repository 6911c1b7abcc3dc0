import { resourceGroupId } from '#libs/kernel';
import type { Simulation } from '../../simulation.js';
import { resourceNotFound } from '../arm-error.js';
import type { ArmAnswer, ArmRequest, ArmResourceType } from '../arm-request.js';
import {
  relayChanged,
  type TrainingResourceRecord,
  type TrainingType,
} from './training-resources.js';

/** A Service Bus or a Relay of training, as far as somebody can do harm with it: read and delete. */
export function trainingResourceRoutes(
  simulation: Simulation,
  type: TrainingType,
): ArmResourceType {
  const path = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/${type}/{namespaceName}`;
  return {
    type,
    apiVersions: ['2021-11-01', '2017-04-01'],
    routes: [
      { method: 'GET', path, handle: (request) => read(simulation, type, request) },
      { method: 'DELETE', path, handle: (request) => remove(simulation, type, request) },
    ],
  };
}

function find(
  { trainingResources }: Simulation,
  type: TrainingType,
  { parameters }: ArmRequest,
): TrainingResourceRecord | undefined {
  const { subscriptionId, resourceGroupName, namespaceName } = parameters;
  const groupId = resourceGroupId(subscriptionId, resourceGroupName);
  return trainingResources.findById(`${groupId}/providers/${type}/${namespaceName}`);
}

function read(simulation: Simulation, type: TrainingType, request: ArmRequest): ArmAnswer {
  const record = find(simulation, type, request);
  const { resourceGroupName, namespaceName } = request.parameters;
  if (!record) throw resourceNotFound(`${type}/${namespaceName}`, resourceGroupName);
  const { id, name, location } = record;
  const sku = { name: 'Standard', tier: 'Standard' };
  const properties = { provisioningState: 'Succeeded' };
  return { status: 200, body: { id, name, type, location, sku, properties } };
}

/** Whoever deletes it stops the computes that are attached from the cluster. */
function remove(simulation: Simulation, type: TrainingType, request: ArmRequest): ArmAnswer {
  const record = find(simulation, type, request);
  if (!record) return { status: 204 };
  simulation.trainingResources.delete(record.id);
  simulation.kubernetesComputes.breakAll(record.clusterId, relayChanged);
  return { status: 200 };
}
