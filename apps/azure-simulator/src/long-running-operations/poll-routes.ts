import { ArmRefusal } from '../arm/arm-error.js';
import type { ArmAnswer, ArmRequest, ArmResourceType, ArmRoute } from '../arm/arm-request.js';
import type { OperationRecord } from './operation-record.js';
import type { Operations } from './operations.js';

/** The resource that a finished PUT answers at its Location. */
export type ReadResource = (resourceId: string) => unknown;

/** Poll URLs: Azure-AsyncOperation answers a status document, Location what the finished call would have answered. */
export function pollRoutes(operations: Operations, read: ReadResource): ArmResourceType {
  const locations = (provider: string): string =>
    `/subscriptions/{subscriptionId}/providers/${provider}/locations/{location}`;
  const provider = locations('Microsoft.MachineLearningServices');
  const arc = locations('Microsoft.Kubernetes');
  const poll = (path: string, answer: (record: OperationRecord) => ArmAnswer): ArmRoute => ({
    method: 'GET',
    path,
    anyApiVersion: true,
    ignoresLocks: true,
    handle: (request) => answer(signedFor(operations, request)),
  });
  return {
    type: 'Microsoft.MachineLearningServices/locations',
    apiVersions: [],
    routes: [
      poll(`${provider}/computeOperationsStatus/{operationId}`, (record) =>
        answerStatus(operations, record),
      ),
      poll(`${provider}/computeOperationResults/{operationId}`, (record) =>
        answerResult(operations, record, read),
      ),
      poll(`${provider}/workspaceOperationsStatus/{operationId}`, (record) =>
        answerResult(operations, record, read),
      ),
      poll(`${arc}/connectedClusterOperationsStatus/{operationId}`, (record) =>
        answerStatus(operations, record),
      ),
      poll(`${arc}/connectedClusterOperationResults/{operationId}`, (record) =>
        answerResult(operations, record, read),
      ),
      ...dependencyPolls.map((path) =>
        poll(path, (record) =>
          record.answersStatus
            ? answerStatus(operations, record)
            : answerResult(operations, record, read),
        ),
      ),
      poll('/subscriptions/{subscriptionId}/operationresults/{operationId}', (record) =>
        answerResult(operations, record, read),
      ),
    ],
  };
}

/** Both of a service's ways to tell of an operation stand in one collection. */
const dependencyPolls = [
  'Microsoft.Storage/locations/{location}/asyncoperations',
  'Microsoft.KeyVault/locations/{location}/operationResults',
  'Microsoft.OperationalInsights/locations/{location}/operationstatuses',
  'Microsoft.ContainerRegistry/locations/{location}/operationResults',
].map((path) => `/subscriptions/{subscriptionId}/providers/${path}/{operationId}`);

function signedFor(operations: Operations, request: ArmRequest): OperationRecord {
  if (!operations.isSigned(request.path, request.query))
    throw new ArmRefusal(403, {
      code: 'InvalidOperationUrlSignature',
      message: 'The signature of the operation URL is missing or not valid.',
    });
  const record = operations.find(request.parameters.operationId);
  if (record) return record;
  throw new ArmRefusal(404, {
    code: 'NotFound',
    message: `The operation '${request.parameters.operationId}' could not be found.`,
  });
}

function answerStatus(operations: Operations, record: OperationRecord): ArmAnswer {
  const running = record.status === 'InProgress';
  const body = {
    id: operations.pathOf(record),
    name: record.id,
    status: record.status,
    startTime: new Date(record.startedAtMs).toISOString(),
    ...(record.endedAtMs === undefined
      ? {}
      : { endTime: new Date(record.endedAtMs).toISOString() }),
    ...(running ? {} : { percentComplete: 100 }),
    ...(record.error ? { error: record.error } : {}),
  };
  return { status: 200, headers: running ? retry(operations, record) : {}, body };
}

function answerResult(
  operations: Operations,
  record: OperationRecord,
  read: ReadResource,
): ArmAnswer {
  if (record.status === 'InProgress') return { status: 202, headers: retry(operations, record) };
  if (record.error) throw new ArmRefusal(failureStatus(record), record.error);
  return record.verb === 'DELETE' || record.verb === 'POST'
    ? { status: 200 }
    : { status: 200, body: read(record.resourceId) };
}

function failureStatus({ error, status, failsWithStatus }: OperationRecord): number {
  if (error?.code === 'InternalServerError') return 500;
  return status === 'Canceled' ? 409 : (failsWithStatus ?? 400);
}

const kinds = {
  computeOperationsStatus: 'compute',
  workspaceOperationsStatus: 'workspace',
  operationresults: 'resourceGroup',
  connectedClusterOperationsStatus: 'connectedCluster',
  extensionOperations: 'extension',
  storageOperations: 'dependency',
  vaultOperations: 'dependency',
  logAnalyticsOperations: 'dependency',
  registryOperations: 'dependency',
} as const;

const retry = (operations: Operations, record: OperationRecord): Record<string, string> => ({
  'retry-after': operations.retryAfterSeconds(kinds[record.collection]),
});
