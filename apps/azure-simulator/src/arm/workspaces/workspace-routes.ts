import { armIdKey } from '#libs/kernel';
import type { Simulation } from '../../simulation.js';
import type { ArmAnswer, ArmRequest, ArmResourceType } from '../arm-request.js';
import { pageOf } from '../paging.js';
import { viewWorkspace, type WorkspaceRecord } from './workspace-record.js';
import { deleteWorkspace, patchWorkspace, putWorkspace } from './write-workspace.js';

const provider = 'providers/Microsoft.MachineLearningServices/workspaces';
const inGroup = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/${provider}`;

/** The api-versions of Microsoft.MachineLearningServices that are answered; 2022-10-01 is what the public SDK sends. */
export const newestVersion = '2025-12-01';
export const machineLearningVersions = [
  newestVersion,
  '2025-10-01-preview',
  '2025-06-01',
  '2024-10-01-preview',
  '2024-10-01',
  '2024-04-01',
  '2023-10-01',
  '2023-08-01-preview',
  '2022-10-01',
  '2021-07-01',
  '2021-03-01-preview',
];

/** Workspaces (docs/azure-facts.md#workspaces). */
export function workspaceRoutes(simulation: Simulation): ArmResourceType {
  const one = `${inGroup}/{workspaceName}`;
  return {
    type: 'Microsoft.MachineLearningServices/workspaces',
    apiVersions: machineLearningVersions,
    routes: [
      { method: 'GET', path: one, handle: (request) => read(simulation, request) },
      { method: 'GET', path: inGroup, handle: (request) => listInGroup(simulation, request) },
      {
        method: 'GET',
        path: `/subscriptions/{subscriptionId}/${provider}`,
        handle: (request) => listInSubscription(simulation, request),
      },
      { method: 'PUT', path: one, handle: (request) => putWorkspace(simulation, request) },
      { method: 'PATCH', path: one, handle: (request) => patchWorkspace(simulation, request) },
      { method: 'DELETE', path: one, handle: (request) => deleteWorkspace(simulation, request) },
    ],
  };
}

function read({ groups, workspaces }: Simulation, { parameters }: ArmRequest): ArmAnswer {
  groups.get(parameters);
  return { status: 200, body: viewWorkspace(workspaces.get(parameters)) };
}

function listInGroup({ groups, workspaces }: Simulation, request: ArmRequest): ArmAnswer {
  const group = groups.get(request.parameters);
  return answerPage(request, workspaces.inGroup(armIdKey(group.id)));
}

const listInSubscription = ({ workspaces }: Simulation, request: ArmRequest): ArmAnswer =>
  answerPage(request, workspaces.inSubscription(request.parameters.subscriptionId));

function answerPage(request: ArmRequest, all: readonly WorkspaceRecord[]): ArmAnswer {
  const { items, nextLink } = pageOf(request, all);
  const value = items.map(viewWorkspace);
  return { status: 200, body: nextLink === undefined ? { value } : { value, nextLink } };
}
