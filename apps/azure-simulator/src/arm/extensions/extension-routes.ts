import { armIdKey } from '#libs/kernel';
import type { OperationRecord } from '../../long-running-operations/operation-record.js';
import type { Simulation } from '../../simulation.js';
import { ArmRefusal } from '../arm-error.js';
import type { ArmAnswer, ArmRequest, ArmResourceType } from '../arm-request.js';
import { pageOf } from '../paging.js';
import { deleteExtension } from './delete-extension.js';
import { viewExtension } from './extension-record.js';
import { clusterOf, extensionId, getExtension } from './find-extension.js';
import { patchExtension } from './patch-extension.js';
import { putExtension } from './put-extension.js';

const list = '/{scope}/providers/Microsoft.KubernetesConfiguration/extensions';

/** Cluster extensions (docs/azure-facts.md#cluster-extensions); 2023-05-01 is what the public SDK sends. */
export function extensionRoutes(simulation: Simulation): ArmResourceType {
  const one = `${list}/{extensionName}`;
  return {
    type: 'Microsoft.KubernetesConfiguration/extensions',
    apiVersions: ['2023-05-01', '2022-11-01', '2022-03-01', '2020-07-01-preview'],
    routes: [
      { method: 'GET', path: one, handle: (request) => read(simulation, request) },
      { method: 'GET', path: list, handle: (request) => readAll(simulation, request) },
      { method: 'PUT', path: one, handle: (request) => putExtension(simulation, request) },
      { method: 'PATCH', path: one, handle: (request) => patchExtension(simulation, request) },
      { method: 'DELETE', path: one, handle: (request) => deleteExtension(simulation, request) },
      {
        method: 'GET',
        path: `${one}/operations/{operationId}`,
        anyApiVersion: true,
        ignoresLocks: true,
        handle: (request) => readOperation(simulation, request),
      },
    ],
  };
}

function read(simulation: Simulation, request: ArmRequest): ArmAnswer {
  clusterOf(simulation, request);
  const record = getExtension(simulation, request);
  return { status: 200, body: viewExtension(record, request.apiVersion) };
}

function readAll(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const cluster = clusterOf(simulation, request);
  const all = simulation.extensions.inCluster(armIdKey(cluster.id));
  const { items, nextLink } = pageOf(request, all);
  const value = items.map((record) => viewExtension(record, request.apiVersion));
  return { status: 200, body: nextLink === undefined ? { value } : { value, nextLink } };
}

/** Also after the extension is gone, so that its delete can be seen to end. */
function readOperation({ operations }: Simulation, request: ArmRequest): ArmAnswer {
  const record = operations.find(request.parameters.operationId);
  if (!record || armIdKey(record.resourceId) !== armIdKey(extensionId(request)))
    throw new ArmRefusal(404, {
      code: 'NotFound',
      message: `The operation '${request.parameters.operationId}' could not be found.`,
    });
  const isRunning = record.status === 'InProgress';
  return {
    status: 200,
    headers: isRunning ? { 'retry-after': operations.retryAfterSeconds('extension') } : {},
    body: {
      id: `${record.resourceId}/operations/${record.id}`,
      name: record.id,
      status: isRunning ? runningWord(record) : record.status,
      properties: {},
      error: record.error ?? null,
    },
  };
}

/** The documents' examples call what is under way by the resource's state. */
const runningWord = ({ verb }: OperationRecord): string =>
  ({ PUT: 'Creating', PATCH: 'Updating', POST: 'Updating', DELETE: 'Deleting' })[verb];
