import { armIdKey } from '#libs/kernel';
import type { Simulation } from '../../simulation.js';
import { ArmRefusal } from '../arm-error.js';
import type { ArmAnswer, ArmRequest, ArmResourceType, ArmRoute } from '../arm-request.js';
import { viewKubernetesCompute } from '../kubernetes-computes/kubernetes-compute-record.js';
import {
  asksForKubernetes,
  attachKubernetes,
  detachKubernetes,
} from '../kubernetes-computes/write-kubernetes-compute.js';
import { pageOf } from '../paging.js';
import { machineLearningVersions } from '../workspaces/workspace-routes.js';
import { viewNodes } from './aml-compute/view-cluster.js';
import { deleteCompute } from './delete-compute.js';
import { patchCompute } from './patch-compute.js';
import { putCompute } from './put-compute.js';
import { renderCompute } from './view-compute.js';

const list =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.MachineLearningServices/workspaces/{workspaceName}/computes';
const one = `${list}/{computeName}`;

/** Actions that exist, and that no AmlCompute has. */
const otherActions = {
  listKeys: 'ComputeListKeys',
  start: 'ComputeStart',
  stop: 'ComputeStop',
  restart: 'ComputeRestart',
};

/** Computes of a workspace (arm-facts, Computes). */
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
      ...Object.entries(otherActions).map(([action, operation]) =>
        refusedAction(simulation, action, operation),
      ),
    ],
  };
}

function read(simulation: Simulation, { parameters }: ArmRequest): ArmAnswer {
  simulation.groups.get(parameters);
  simulation.workspaces.get(parameters);
  const attached = simulation.kubernetesComputes.find(parameters);
  return attached
    ? { status: 200, body: viewKubernetesCompute(attached) }
    : { status: 200, json: renderCompute(simulation.computes.get(parameters)) };
}

const put = (simulation: Simulation, request: ArmRequest): ArmAnswer =>
  asksForKubernetes(request.body) || simulation.kubernetesComputes.find(request.parameters)
    ? attachKubernetes(simulation, request)
    : putCompute(simulation, request);

function patch(simulation: Simulation, request: ArmRequest): ArmAnswer {
  if (simulation.kubernetesComputes.find(request.parameters))
    throw new ArmRefusal(400, {
      code: 'UserError',
      message: 'ComputeUpdate with computeType Kubernetes is not supported.',
    });
  return patchCompute(simulation, request);
}

function remove(simulation: Simulation, request: ArmRequest): ArmAnswer {
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
  return { status: 200, body: { nodes: viewNodes(simulation.computes.get(parameters)) } };
}

const refusedAction = ({ computes }: Simulation, action: string, operation: string): ArmRoute => ({
  method: 'POST',
  path: `${one}/${action}`,
  handle: ({ parameters }) => {
    const { computeType } = computes.get(parameters);
    throw new ArmRefusal(400, {
      code: 'UserError',
      message: `${operation} with computeType ${computeType} is not supported.`,
    });
  },
});
