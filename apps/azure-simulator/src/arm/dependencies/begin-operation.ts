import type {
  DependencyCollection,
  OperationRecord,
} from '../../long-running-operations/operation-record.js';
import type { Simulation } from '../../simulation.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { decideOutcome } from '../operation-outcome.js';
import type { DependencyOperation, DependencyRecord } from './dependency-record.js';
import { viewDependency } from './view-dependency.js';
import type { DependencyType } from './dependency-type.js';

const collections: Readonly<Record<string, DependencyCollection>> = {
  'Microsoft.Storage/storageAccounts': 'storageOperations',
  'Microsoft.KeyVault/vaults': 'vaultOperations',
  'Microsoft.OperationalInsights/workspaces': 'logAnalyticsOperations',
  'Microsoft.ContainerRegistry/registries': 'registryOperations',
};

const collectionOf = ({ type }: DependencyType): DependencyCollection => {
  const found = collections[type];
  if (!found) throw new Error(`${type} does everything at once`);
  return found;
};

/** A creation as its service tells of it: a Location and nothing else, or the resource that is coming to be. */
export function beginCreation(
  simulation: Simulation,
  kind: DependencyType,
  request: ArmRequest,
  record: DependencyRecord,
): ArmAnswer {
  const { operation, begun } = begin(simulation, kind, request, record, 'Creating');
  if (kind.creates === 'by Location') return pollAnswer(simulation, request, operation);
  const url = simulation.operations.pollUrl(operation, request.origin, collectionOf(kind));
  return {
    status: 201,
    headers: kind.creates === 'by Azure-AsyncOperation' ? { 'azure-asyncoperation': url } : {},
    body: viewDependency(kind, begun),
  };
}

/** A deletion or purge that a Location tells of; one that has begun goes on. */
export function beginRemoval(
  simulation: Simulation,
  kind: DependencyType,
  request: ArmRequest,
  record: DependencyRecord,
  how: { kind: 'Deleting' | 'Purging'; seconds: number },
): ArmAnswer {
  const running = record.operation && simulation.operations.find(record.operation.operationId);
  if (running && record.operation?.kind === how.kind)
    return pollAnswer(simulation, request, running);
  if (running) simulation.operations.cancel(running.id, request.nowMs);
  return pollAnswer(
    simulation,
    request,
    begin(simulation, kind, request, record, how.kind, how.seconds).operation,
  );
}

function begin(
  simulation: Simulation,
  kind: DependencyType,
  request: ArmRequest,
  record: DependencyRecord,
  what: DependencyOperation['kind'],
  seconds = kind.createSeconds,
): { operation: OperationRecord; begun: DependencyRecord } {
  const subject = { method: request.method, paths: [request.path] };
  const outcome = decideOutcome(simulation.faults, subject, request.nowMs, seconds);
  const operation = simulation.operations.begin(
    {
      collection: collectionOf(kind),
      verb: what === 'Creating' ? 'PUT' : 'DELETE',
      subscriptionId: record.subscriptionId,
      location: record.location,
      resourceId: record.id,
      failsWithStatus: outcome.failsWithStatus,
      ...(what === 'Creating' && kind.creates === 'by Azure-AsyncOperation'
        ? { answersStatus: true as const }
        : {}),
    },
    request.nowMs,
    outcome.endsAtMs,
  );
  const begun: DependencyRecord = {
    ...record,
    provisioningState: what === 'Creating' ? kind.creatingState : 'Deleting',
    operation: { kind: what, operationId: operation.id, ...outcome },
  };
  simulation.dependencies.put(begun);
  return { operation, begun };
}

const pollAnswer = (
  { operations }: Simulation,
  request: ArmRequest,
  operation: OperationRecord,
): ArmAnswer => ({
  status: 202,
  headers: {
    location: operations.pollUrl(
      operation,
      request.origin,
      operation.collection as DependencyCollection,
    ),
    'retry-after': operations.retryAfterSeconds('dependency'),
  },
});
