import type { ArmErrorBody } from '../arm/arm-error.js';

/** The collection at a poll URL's end; also tells how the poll answers. */
export type OperationCollection =
  | 'computeOperationsStatus'
  | 'workspaceOperationsStatus'
  | 'operationresults'
  | 'connectedClusterOperationsStatus'
  | 'extensionOperations'
  | DependencyCollection;

/** Of what workspaces lean on: each of their services has a collection of its own. */
export type DependencyCollection =
  'storageOperations' | 'vaultOperations' | 'logAnalyticsOperations' | 'registryOperations';

export type OperationStatus = 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled';

export interface OperationRecord {
  id: string;
  collection: OperationCollection;
  verb: 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Its poll URL was given as Azure-AsyncOperation, where the collection does not tell. */
  answersStatus?: true | undefined;
  subscriptionId: string;
  location: string;
  /** What it works on, as the caller wrote it. */
  resourceId: string;
  startedAtMs: number;
  /** When it should be done; undefined: never. For percentComplete. */
  endsAtMs?: number;
  status: OperationStatus;
  endedAtMs?: number;
  error?: ArmErrorBody;
  /** Where it fails: what its Location URL answers with. */
  failsWithStatus?: number | undefined;
}
