import { armIdKey } from '#libs/kernel';
import type { Simulation } from '../../simulation.js';
import type { ArmAnswer, ArmRequest, ArmResourceType } from '../arm-request.js';
import { viewKubernetesCompute } from '../kubernetes-computes/kubernetes-compute-record.js';
import {
  asksForKubernetes,
  attachKubernetes,
  detachKubernetes,
} from '../kubernetes-computes/write-kubernetes-compute.js';
import { pageOf } from '../paging.js';
import { machineLearningVersions } from '../workspaces/workspace-routes.js';
import { viewNodes } from './aml-compute/view-cluster.js';
import { deleteInstance } from './compute-instance/delete-instance.js';
import { asksForInstance } from './compute-instance/instance.schema.js';
import { putInstance } from './compute-instance/put-instance.js';
import { viewInstance } from './compute-instance/view-instance.js';
import { actionRoutes, refuseAction } from './compute-actions.js';
import { deleteCompute } from './delete-compute.js';
import { patchCompute } from './patch-compute.js';
import { putCompute } from './put-compute.js';
import { renderCompute } from './view-compute.js';

const list =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.MachineLearningServices/workspaces/{workspaceName}/computes';
const one = `${list}/{computeName}`;

/** Computes of a workspace (docs/azure-facts.md#computes). */
export function computeRoutes(simulation: Simulation): ArmResourceType {
  return {
    type: 'Microsoft.MachineLearningServices/workspaces/computes',
    apiVersions: machineLearningVersions,
    routes: [
      { method: 'GET', path: list, handle: (request) => listComputes(simulation, request) },
      { method: 'GET', path: one, handle: (request) => read(simulation, request) },
      { method: 'PUT', path: one, handle: (request) => put(simulation, request) },
      { method: 'PATCH', path: one, handle: (request) => patch(simulation, request) },
      { method: 'DELETE', path: one, handle: (request) => remove(simulation, request) },
      {
        method: 'POST',
        path: `${one}/listNodes`,
        changesNothing: true,
        handle: (request) => listNodes(simulation, request),
      },
      ...actionRoutes(simulation, one),
    ],
  };
}

function read(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const { parameters, apiVersion, nowMs } = request;
  simulation.groups.get(parameters);
  simulation.workspaces.get(parameters);
  const instance = simulation.instances.find(parameters);
  if (instance) return { status: 200, body: viewInstance(instance, apiVersion, nowMs) };
  const attached = simulation.kubernetesComputes.find(parameters);
  return attached
    ? { status: 200, body: viewKubernetesCompute(attached) }
    : { status: 200, json: renderCompute(simulation.computes.get(parameters)) };
}

function put(simulation: Simulation, request: ArmRequest): ArmAnswer {
  if (asksForInstance(request.body) || simulation.instances.find(request.parameters))
    return putInstance(simulation, request);
  return asksForKubernetes(request.body) || simulation.kubernetesComputes.find(request.parameters)
    ? attachKubernetes(simulation, request)
    : putCompute(simulation, request);
}

function patch(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const { kubernetesComputes, instances } = simulation;
  if (kubernetesComputes.find(request.parameters)) refuseAction('ComputeUpdate', 'Kubernetes');
  if (instances.find(request.parameters)) refuseAction('ComputeUpdate', 'ComputeInstance');
  return patchCompute(simulation, request);
}

function remove(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const instance = simulation.instances.find(request.parameters);
  if (instance) return deleteInstance(simulation, request, instance);
  const attached = simulation.kubernetesComputes.find(request.parameters);
  if (attached) return detachKubernetes(simulation, request, attached);
  const isGone = !simulation.computes.find(request.parameters);
  const isDetach = request.query.get('underlyingResourceAction') === 'Detach';
  return isGone && isDetach && simulation.workspaces.find(request.parameters)
    ? { status: 204 }
    : deleteCompute(simulation, request);
}

/** The id, which comes first, with `resourcegroups` in lower case: so it is in some of ARM's answers, here in lists. */
const lowerGroups = (json: string): string => json.replace('/resourceGroups/', '/resourcegroups/');

function listComputes(simulation: Simulation, request: ArmRequest): ArmAnswer {
  simulation.groups.get(request.parameters);
  const workspace = simulation.workspaces.get(request.parameters);
  const key = armIdKey(workspace.id);
  const all = [
    ...simulation.computes.inWorkspace(key).map((record) => () => renderCompute(record)),
    ...simulation.instances
      .inWorkspace(key)
      .map(
        (record) => () => JSON.stringify(viewInstance(record, request.apiVersion, request.nowMs)),
      ),
    ...simulation.kubernetesComputes
      .inWorkspace(key)
      .map((record) => () => JSON.stringify(viewKubernetesCompute(record))),
  ];
  const { items, nextLink } = pageOf(request, all);
  const value = items.map((render) => lowerGroups(render())).join(',');
  const next = nextLink === undefined ? '' : `,"nextLink":${JSON.stringify(nextLink)}`;
  return { status: 200, json: `{"value":[${value}]${next}}` };
}

function listNodes(simulation: Simulation, { parameters }: ArmRequest): ArmAnswer {
  simulation.groups.get(parameters);
  simulation.workspaces.get(parameters);
  if (simulation.instances.find(parameters)) refuseAction('ComputeListNodes', 'ComputeInstance');
  return { status: 200, body: { nodes: viewNodes(simulation.computes.get(parameters)) } };
}
